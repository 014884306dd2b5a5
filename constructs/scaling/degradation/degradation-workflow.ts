import { decisionStates } from './degradation-decide';
import { flagsOffAt, HIGHEST_LEVEL } from './degradation-flags';
import type { DegradationLevel } from './degradation-ladder-props';
import { alarmStates, deploymentStates, modeStates } from './degradation-look';
import { deployStates, tellStates } from './degradation-act';
import type { Json } from '../workflow/workflow-states';

/** What the workflow knows from the start. */
export interface WorkflowParts {
  /** Name in messages. */
  readonly name: string;
  readonly levels: DegradationLevel[];
  /** Numbers of the versions of the flags, by level. */
  readonly versions: string[];
  readonly applicationId: string;
  readonly environmentId: string;
  readonly profileId: string;
  readonly strategyId: string;
  readonly keyArn: string;
  readonly modeName: string;
  readonly topicArn: string;
  readonly holdMinutes: number;
}

/**
 * Longer than all levels down with the longest hold (4 hours), and shorter than it takes to fill the history of an
 * execution: 25,000 events, of which each minute adds 42.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const LONGEST_RUN_SECONDS = 8 * 60 * 60;

/**
 * The workflow: look, decide, act, look again. Everything is read anew each time, and what is deployed is a level, not a
 * step. So it does not matter how many executions run at the same time: AppConfig refuses all but one deployment, and
 * those who were refused look again.
 */
export function degradationWorkflow(props: WorkflowParts): Json {
  return {
    Comment: 'Switches features off while alarms ring, and on again',
    StartAt: 'Begin',
    TimeoutSeconds: LONGEST_RUN_SECONDS,
    States: {
      Begin: { Type: 'Pass', Parameters: constants(props), Next: 'Read mode' },
      ...modeStates(props),
      ...deploymentStates(props),
      ...alarmStates(props.levels),
      ...decisionStates(),
      ...deployStates(props),
      ...tellStates(props),
    },
  };
}

/** Lists by level have an entry for each level that somebody may ask for; one that does not exist means the highest. */
function constants({ name, levels, versions, holdMinutes }: WorkflowParts): Json {
  const top = levels.length;
  const existing = Array.from({ length: HIGHEST_LEVEL + 1 }, (_, level) => Math.min(level, top));
  const alarms = (level: number) => levels.find((each) => each.level === level)?.alarms ?? [];
  return {
    ladder: {
      name,
      top,
      hold: holdMinutes,
      levels: existing,
      versions: existing.map((level) => versions[level]),
      alarms: existing.map((level) => alarms(level).map((alarm) => alarm.alarmName)),
      off: existing.map((level) => flagsOffAt(levels, level).join(', ') || 'nothing'),
    },
    quiet: { minutes: 0, number: -1 },
    moments: { count: 0 },
  };
}
