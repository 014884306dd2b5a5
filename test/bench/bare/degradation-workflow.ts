import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ssm from 'aws-cdk-lib/aws-ssm';
import type { AppStack } from './app-stack';
import { actStates } from './degradation-act';
import { decideStates } from './degradation-decide';
import { LEVEL_NAMES, LEVELS, offAt } from './degradation-flags';
import { lookStates } from './degradation-look';

const HOLD_MINUTES = 10;

/** Up at once to the highest level whose alarm rings; down level by level, each after some quiet minutes. */
export function degradationWorkflow(stack: AppStack, alarms: cloudwatch.Alarm[], mode: ssm.StringParameter): object {
  const { versions } = stack.flags;
  const ladder = {
    top: LEVELS.length,
    hold: HOLD_MINUTES,
    levels: LEVEL_NAMES.map(Number),
    versions,
    alarms: [[], ...alarms.map((alarm) => [alarm.alarmName])],
    off: ['nothing', ...LEVELS.map((_, index) => offAt(index + 1).join(', '))],
  };
  const begin = { ladder, quiet: { number: 0, of: -1 }, moments: { number: 0 } };
  return {
    Comment: 'Switches features off while alarms ring, and on again',
    StartAt: 'Begin',
    TimeoutSeconds: 86_400,
    States: {
      Begin: { Type: 'Pass', Parameters: begin, Next: 'Read mode' },
      ...lookStates(stack, mode),
      ...decideStates(),
      ...actStates(stack),
    },
  };
}
