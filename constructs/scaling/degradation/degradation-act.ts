import { deploymentDescription } from './degradation-configuration';
import type { WorkflowParts } from './degradation-workflow';
import { call, choose, done, type Json, type State, type States } from '../workflow/workflow-states';

const SAME_LEVEL = { Variable: '$.change.to', NumericEqualsPath: '$.now.level' };

/** Deploys a level. Who is refused, because somebody else deploys, looks again instead of trying again. */
export function deployStates(props: WorkflowParts): States {
  const what = {
    ApplicationId: props.applicationId,
    EnvironmentId: props.environmentId,
    ConfigurationProfileId: props.profileId,
    DeploymentStrategyId: props.strategyId,
    KmsKeyIdentifier: props.keyArn,
    'ConfigurationVersion.$': 'States.ArrayGetItem($.ladder.versions, $.change.to)',
    'Description.$': `States.Format('${deploymentDescription('{}')}', $.change.to)`,
  };
  return {
    Deploy: call('aws-sdk:appconfig:startDeployment', what, {
      next: 'Another level?',
      unless: { errors: ['AppConfig.ConflictException'], next: 'A moment' },
    }),
    'Another level?': choose([{ ...SAME_LEVEL, Next: 'A moment' }], 'Tell'),
  };
}

/** Messages for people. */
export function tellStates(props: WorkflowParts): States {
  const off = 'States.ArrayGetItem($.ladder.off, $.change.to)';
  const change = '{}: level {} instead of {}, because {}. Off now: {}.';
  const alone =
    '{}: an alarm rings, but somebody deployed flags that are no level of the ladder, so nothing was done. ' +
    'To go on, set the mode to a level and then to auto.';
  return {
    Tell: tell(props, 'A moment', {
      'Subject.$': "States.Format('Degradation level {}', $.change.to)",
      'Message.$': `States.Format('${change}', $.ladder.name, $.change.to, $.now.name, $.change.why, ${off})`,
    }),
    'Tell that it is left alone': tell(props, 'Left alone', {
      Subject: 'Degradation left alone',
      'Message.$': `States.Format('${alone}', $.ladder.name)`,
    }),
    'Left alone': done('What people deploy is not fought'),
  };
}

/** That nobody could be told is no reason to leave a level on. */
function tell({ topicArn }: WorkflowParts, next: string, text: Json): State {
  return call('sns:publish', { TopicArn: topicArn, ...text }, { next, failed: next });
}
