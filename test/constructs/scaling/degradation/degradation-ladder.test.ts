import { Duration, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RegionalStack } from '../../../../constructs/core';
import type {
  DegradationLadderProps,
  DegradationLevel,
} from '../../../../constructs/scaling/degradation/degradation-ladder-props';
import { ManagedPolicyRole } from '../../../../constructs/security';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { regionalStack } from '../../../_helpers/stacks';
import { Synthesis, testApp } from '../../../_helpers/synthesis';
import { alarmIn, ladderIn, levelsIn, tellSomebody } from './degradation-fixture';

function templateOf(count: number, changes: Partial<DegradationLadderProps> = {}): Template {
  const stack = regionalStack(testApp());
  ladderIn(stack, count, changes);
  return Template.fromStack(stack);
}

describe('policy packs and schemas', () => {
  const synthesis = new Synthesis((app) => {
    ladderIn(regionalStack(app, 'Minimal'), 1);
    const stack = regionalStack(app, 'Maximal', 'eu-west-1');
    const [first, ...others] = levelsIn(stack, 4);
    const alarmRule = cloudwatch.AlarmRule.allOf(first.alarms[0], others[0].alarms[0]);
    const both = new cloudwatch.CompositeAlarm(stack, 'Both', { alarmRule });
    tellSomebody(both);
    const ladder = ladderIn(stack, 4, {
      levels: [...others, { ...first, alarms: [...first.alarms, both, alarmIn(stack, 'More')] }],
      holdTime: Duration.minutes(60),
      checkInterval: Duration.minutes(1),
      modeName: '/shop/degradation',
      deletionProtection: false,
    });
    const assumedBy = new iam.ServicePrincipal('ecs-tasks.amazonaws.com');
    ladder.grantRead(new ManagedPolicyRole(stack, 'Reader', { assumedBy }));
  });

  test('find nothing', () => {
    expect(synthesis.fatal).toEqual([]);
  });

  test('have acknowledged what cannot be narrowed', () => {
    const rules = synthesis.acknowledged.filter((rule) => !/-S3[A-Z]/.test(rule));
    const deployments =
      '<AWS::AccountId>:application/<LadderConfigurationApplicationE057AA7F>/environment/<LadderConfigurationEnvironment2BC4CC99>/deployment/*';
    expect(rules).toEqual([
      'AwsSolutions-IAM5[Resource::*]',
      `AwsSolutions-IAM5[Resource::arn:aws:appconfig:eu-west-1:${deployments}]`,
      `AwsSolutions-IAM5[Resource::arn:aws:appconfig:us-east-1:${deployments}]`,
      'AwsSolutions-SQS3',
      'Serverless-SQSRedrivePolicy',
    ]);
  });
});

describe('deployments of the stack', () => {
  const NAMES = ['First', 'FirstDeployment', 'Mode', 'AtOnce', 'Environment'];
  /** The resources by which CloudFormation could change the level or the mode. */
  const decisive = (template: Template) => {
    const pattern = new RegExp(`^Ladder(Configuration)?(${NAMES.join('|')})[0-9A-F]{8}$`);
    const { Resources } = template.toJSON() as { Resources: Record<string, object> };
    return Object.entries(Resources).filter(([id]) => pattern.test(id));
  };

  test('never deploy a second time, whatever the flags, levels and times are', () => {
    const before = decisive(templateOf(1));
    expect(before).toHaveLength(NAMES.length);
    expect(decisive(templateOf(4, { holdTime: Duration.minutes(5) }))).toEqual(before);
  });

  test('do not deploy again because of tags', () => {
    const stack = regionalStack(testApp());
    ladderIn(stack, 1);
    Tags.of(stack).add('team', 'shop');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::AppConfig::Application', { Tags: Match.anyValue() });
    template.hasResourceProperties('AWS::AppConfig::Deployment', { Tags: Match.absent() });
  });

  test('make one version per level, one after the other', () => {
    const versions = templateOf(4).findResources('AWS::AppConfig::HostedConfigurationVersion');
    expect(Object.keys(versions)).toHaveLength(6);
    expect(Object.values(versions).filter(({ DependsOn }) => DependsOn === undefined)).toHaveLength(1);
    expect(new Set(Object.values(versions).map(({ DependsOn }) => JSON.stringify(DependsOn))).size).toBe(6);
  });

  test('start the workflow when they are done', () => {
    templateOf(1).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.cloudformation'],
        detail: {
          'stack-id': [{ Ref: 'AWS::StackId' }],
          'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'] },
        },
      },
    });
  });
});

describe('configuration', () => {
  const template = templateOf(2);

  test('reaches everybody at once, and no alarm rolls it back', () => {
    template.hasResourceProperties('AWS::AppConfig::DeploymentStrategy', {
      DeploymentDurationInMinutes: 0,
      FinalBakeTimeInMinutes: 0,
      GrowthFactor: 100,
    });
    template.hasResourceProperties('AWS::AppConfig::Environment', { Monitors: Match.absent() });
  });

  test('is encrypted, and protected while it is read', () => {
    template.hasResourceProperties('AWS::AppConfig::ConfigurationProfile', {
      Type: 'AWS.AppConfig.FeatureFlags',
      KmsKeyIdentifier: { 'Fn::GetAtt': ['Key9BCD29C7', 'Arn'] },
      DeletionProtectionCheck: 'APPLY',
    });
    template.hasResourceProperties('AWS::AppConfig::Environment', { DeletionProtectionCheck: 'APPLY' });
    template.hasResourceProperties('AWS::AppConfig::Deployment', { KmsKeyIdentifier: Match.anyValue() });
  });
});

describe('workflow', () => {
  const template = templateOf(2, { checkInterval: Duration.minutes(2) });

  test('starts for exactly the alarms of the ladder, when they begin or stop to ring', () => {
    const ringing = (alarm: string) => ({
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      resources: [{ 'Fn::GetAtt': [alarm, 'Arn'] }],
      detail: { $or: [{ state: { value: ['ALARM'] } }, { previousState: { value: ['ALARM'] } }] },
    });
    const rules = Object.values(template.findResources('AWS::Events::Rule'));
    const patterns = rules.map(({ Properties }) => Properties.EventPattern).filter((each) => each?.resources);
    expect(patterns).toEqual([ringing('A1310A24E2'), ringing('A200E4D5E6')]);
  });

  test('starts when the mode changes, and regularly', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.ssm'], detail: { name: [{ Ref: 'LadderMode91751E97' }], operation: ['Update'] } },
    });
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(2 minutes)' });
  });

  test('every event that is lost is kept', () => {
    const rules = Object.values(template.findResources('AWS::Events::Rule'));
    expect(rules).toHaveLength(5);
    for (const { Properties } of rules) expect(Properties.Targets[0].DeadLetterConfig).toBeDefined();
  });

  test('a rule has room for five alarms with the longest names', () => {
    const arn = `arn:aws-us-gov:cloudwatch:us-gov-west-1:111111111111:alarm:${'x'.repeat(255)}`;
    const [rule] = Object.values(template.findResources('AWS::Events::Rule'));
    const pattern = { ...rule.Properties.EventPattern, resources: Array(5).fill(arn) };
    expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2048);
  });

  test('deploys these flags into this environment, and nothing else', () => {
    const policies = template.findResources('AWS::IAM::ManagedPolicy');
    const statements = Object.values(policies).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    const [deploying] = statements.filter(({ Action }) => Action.includes('appconfig:StartDeployment'));
    expect(deploying.Action).toEqual([
      'appconfig:GetDeployment',
      'appconfig:ListDeployments',
      'appconfig:StartDeployment',
    ]);
    const resources = deploying.Resource.map((each: unknown) => JSON.stringify(each));
    expect(resources).toHaveLength(5);
    expect(resources.every((each: string) => /LadderConfiguration(Application|AtOnce)/.test(each))).toBe(true);
  });

  test('is logged, traced and watched', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: true },
      TracingConfiguration: { Enabled: true },
    });
    const told = [{ Ref: 'ToldTopic0209C841' }];
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.arrayWith([Match.objectLike({ Expression: 'FILL(failed, 0) + FILL(late, 0)' })]),
      AlarmActions: told,
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      AlarmActions: told,
    });
  });

  test('is there only while there are flags to deploy', () => {
    template.hasResource('AWS::StepFunctions::StateMachine', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('ConfigurationFirstDeployment')]),
    });
  });

  test('needs no function', () => {
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });
});

describe('applications', () => {
  const stack = regionalStack(testApp());
  const ladder = ladderIn(stack, 1);
  const assumedBy = new iam.ServicePrincipal('ecs-tasks.amazonaws.com');
  ladder.grantRead(new ManagedPolicyRole(stack, 'Reader', { assumedBy }));
  const application = { Ref: 'LadderConfigurationApplicationE057AA7F' };
  const environment = { Ref: 'LadderConfigurationEnvironment2BC4CC99' };
  const flags = { Ref: 'LadderConfigurationFlagsA19AB3E6' };

  test('may read exactly these flags', () => {
    const arn = ['arn:aws:appconfig:us-east-1:', { Ref: 'AWS::AccountId' }, ':application/', application];
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      Roles: [{ Ref: Match.stringLikeRegexp('^Reader') }],
      PolicyDocument: {
        Statement: [
          {
            Action: ['appconfig:GetLatestConfiguration', 'appconfig:StartConfigurationSession'],
            Effect: 'Allow',
            Resource: { 'Fn::Join': ['', [...arn, '/environment/', environment, '/configuration/', flags]] },
          },
          { Action: 'kms:Decrypt', Effect: 'Allow', Resource: { 'Fn::GetAtt': ['Key9BCD29C7', 'Arn'] } },
        ],
      },
    });
  });

  test('are told where the agent serves them', () => {
    const path = [application, '/environments/', environment, '/configurations/', flags];
    const { DEGRADATION_FLAGS, ...agent } = ladder.environment;
    expect(stack.resolve(ladder.configurationPath)).toEqual({ 'Fn::Join': ['', ['/applications/', ...path]] });
    expect(stack.resolve(DEGRADATION_FLAGS)).toEqual({
      'Fn::Join': ['', ['http://localhost:2772/applications/', ...path]],
    });
    expect(agent).toEqual({
      PREFETCH_LIST: ladder.configurationPath,
      POLL_INTERVAL: '15',
      AWS_APPCONFIG_EXTENSION_PREFETCH_LIST: ladder.configurationPath,
      AWS_APPCONFIG_EXTENSION_POLL_INTERVAL_SECONDS: '15',
    });
  });
});

describe('bad input', () => {
  const stack = regionalStack(testApp());
  const [one, two, three, four] = levelsIn(stack, 4);
  let tries = 0;
  const ladder = (changes: Partial<DegradationLadderProps>) => () =>
    ladderIn(regionalStack(testApp(), 'Try'), 1, changes);
  const levels = (...given: DegradationLevel[]) => ladder({ levels: given });
  const elsewhere = (arn: string) => cloudwatch.Alarm.fromAlarmArn(stack, `Elsewhere${++tries}`, arn);

  test('fails with a message that helps', () => {
    expect(errorOf(levels(one, { ...three, switchesOff: ['search'] })).message).toBe(
      'Try/Ladder: [DegradationLevelGap] levels is [1,3]; allowed: the numbers from 1 on, each once. ' +
        'Number the levels without gaps; level 0, with everything on, is always there.',
    );
  });

  test.each([
    ['without levels', 'NoDegradationLevels', levels()],
    ['when a number is there twice', 'DegradationLevelGap', levels(one, { ...two, level: 1 })],
    ['for a level 0', 'DegradationLevelGap', levels({ ...one, level: 0 })],
    ['without flags', 'LevelWithoutFlags', levels({ ...one, switchesOff: [] })],
    ['without alarms', 'LevelWithoutAlarm', levels({ ...one, alarms: [] })],
    ['for a flag with a capital letter', 'InvalidFlagName', levels({ ...one, switchesOff: ['Search'] })],
    ['for a flag that is too long', 'InvalidFlagName', levels({ ...one, switchesOff: ['x'.repeat(65)] })],
    ['for the flag that is always there', 'ReservedFlagName', levels({ ...one, switchesOff: ['degraded'] })],
    ['for a flag twice', 'FlagRepeated', levels(one, { ...two, switchesOff: ['reviews'] })],
    ['for an alarm twice', 'AlarmRepeated', levels(one, { ...two, alarms: one.alarms })],
    [
      'for an alarm of another region',
      'AlarmInOtherRegion',
      levels({ ...one, alarms: [elsewhere('arn:aws:cloudwatch:eu-west-1:111111111111:alarm:Busy')] }),
    ],
    ['when a hold is too long', 'HoldTimeOutOfRange', ladder({ holdTime: Duration.minutes(61) })],
    ['when a hold is not in whole minutes', 'HoldTimeOutOfRange', ladder({ holdTime: Duration.seconds(90) })],
    ['when checks are too often', 'CheckIntervalOutOfRange', ladder({ checkInterval: Duration.seconds(30) })],
    ['for a name of AWS', 'InvalidModeName', ladder({ modeName: '/aws/degradation' })],
    ['for a path without its first slash', 'InvalidModeName', ladder({ modeName: 'shop/degradation' })],
    ['for a name with blanks', 'InvalidModeName', ladder({ modeName: 'my mode' })],
  ])('fails %s', (_, code, action) => {
    expect(codesOf(action)).toEqual([code]);
  });

  test('fails for an alarm of another account', () => {
    const zones = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
    const here = new RegionalStack(testApp(), 'Here', { region: 'us-east-1', zones, account: '111111111111' });
    const alarms = [elsewhere('arn:aws:cloudwatch:us-east-1:222222222222:alarm:Busy')];
    expect(codesOf(() => ladderIn(here, 1, { levels: [{ ...one, alarms }] }))).toEqual(['AlarmInOtherAccount']);
  });

  test('fails for too many levels and alarms, with everything at once', () => {
    const alarms = Array.from({ length: 6 }, (_, index) => alarmIn(stack, `Many${index}`));
    const five = { level: 5, switchesOff: ['Five'], alarms };
    expect(codesOf(ladder({ levels: [one, two, three, four, five], holdTime: Duration.minutes(0) }))).toEqual([
      'TooManyDegradationLevels',
      'TooManyAlarms',
      'InvalidFlagName',
      'HoldTimeOutOfRange',
    ]);
  });
});
