import { Duration, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AlarmResponse, DeploymentWave, WaveApproval, WaveStacks } from '../../../constructs/delivery';
import { Synthesis, testApp } from '../../_helpers/synthesis';
import {
  ACCOUNT,
  alarmIn,
  around,
  deployment,
  everywhere,
  existingAlarm,
  PRIMARY,
  regions,
  SERVING,
  STANDBY,
  waveOf,
} from './delivery-fixture';

const ORDER = [
  `Stateful-${STANDBY}`,
  `Stateful-${PRIMARY}`,
  `Stateful-${SERVING}`,
  `Applications-${STANDBY}`,
  `Applications-${SERVING}`,
  `Approve-Applications-${PRIMARY}`,
  `Applications-${PRIMARY}`,
];

const synthesis = new Synthesis((app) => {
  const minimal = around(app, 'Minimal');
  deployment(minimal, { waves: [waveOf(minimal.stack)] });
  const waves = DeploymentWave.regionByRegion({
    regions,
    bake: Duration.minutes(90),
    onAlarm: AlarmResponse.ROLL_BACK,
    primaryApproval: WaveApproval.manual({ instructions: 'Look at the dashboards', within: Duration.hours(8) }),
    deployments: everywhere(app),
  });
  const assemblyKey = 'shop/release.zip';
  const deployTimeout = Duration.hours(6);
  const options = { pipelineName: 'shop', cliVersion: '2.1150.0', assemblyKey, deployTimeout };
  deployment(around(app, 'Maximal'), { waves, ...options });
});
const minimal = synthesis.template(synthesis.app.node.findChild('Minimal') as Stack);
const maximal = synthesis.template(synthesis.app.node.findChild('Maximal') as Stack);

interface Rule {
  readonly Name: string;
  readonly Region: string;
  readonly Configuration: Record<string, unknown>;
}

interface Stage {
  readonly Name: string;
  readonly Actions: { Name: string; Configuration?: Record<string, unknown>; TimeoutInMinutes?: number }[];
  readonly BeforeEntry?: { Conditions: { Result: string; Rules: Rule[] }[] };
  readonly OnSuccess?: { Conditions: { Result: string; Rules: Rule[] }[] };
}

function resources(template: Template, type: string): Record<string, { Properties: Record<string, never> }> {
  return template.findResources(type) as never;
}

function stagesOf(template: Template): Stage[] {
  return Object.values(resources(template, 'AWS::CodePipeline::Pipeline'))[0].Properties.Stages;
}

function stage(template: Template, name: string): Stage {
  return stagesOf(template).find(({ Name }) => Name === name)!;
}

/** The commands of the project that the stage of a wave runs. */
function commandsOf(template: Template, name: string): string[] {
  const { Ref: project } = stage(template, name).Actions[0].Configuration!.ProjectName as { Ref: string };
  const { BuildSpec: spec } = resources(template, 'AWS::CodeBuild::Project')[project].Properties.Source;
  return JSON.parse(spec).phases.build.commands;
}

/** All statements of the policies of roles whose logical id contains some text. */
function statements(template: Template, role: string): { Action: string | string[]; Resource: unknown }[] {
  return Object.entries(resources(template, 'AWS::IAM::ManagedPolicy'))
    .filter(([id]) => id.includes(role))
    .flatMap(([, { Properties }]) => (Properties.PolicyDocument as { Statement: never[] }).Statement);
}

describe('policy packs and schemas', () => {
  test('have nothing to object', () => expect(synthesis.fatal).toEqual([]));

  test('know what was acknowledged', () => {
    expect(synthesis.acknowledged).toEqual([
      'AwsSolutions-IAM5[Resource::*]',
      'AwsSolutions-IAM5[Resource::<WavesArtifactsFD21D912.Arn>/*]',
      'AwsSolutions-SQS3',
      'HIPAA.Security-CodeBuildProjectSourceRepoUrl',
      'HIPAA.Security-S3BucketReplicationEnabled',
      'HIPAA.Security-S3DefaultEncryptionKMS',
      'NIST.800.53.R5-S3BucketReplicationEnabled',
      'NIST.800.53.R5-S3DefaultEncryptionKMS',
      'PCI.DSS.321-CodeBuildProjectSourceRepoUrl',
      'PCI.DSS.321-S3BucketReplicationEnabled',
      'PCI.DSS.321-S3DefaultEncryptionKMS',
      'Serverless-SQSRedrivePolicy',
    ]);
  });

  test('find neither inline policies nor privileged containers', () => {
    for (const template of [minimal, maximal]) {
      template.resourceCountIs('AWS::IAM::Policy', 0);
      template.allResourcesProperties('AWS::CodeBuild::Project', {
        Environment: Match.objectLike({ PrivilegedMode: false, EnvironmentVariables: Match.absent() }),
        LogsConfig: { CloudWatchLogs: Match.objectLike({ Status: 'ENABLED', GroupName: Match.anyValue() }) },
      });
    }
  });
});

describe('waves', () => {
  test('follow the source: data, home first, then applications, from nobody to everybody', () => {
    expect(stagesOf(maximal).map(({ Name }) => Name)).toEqual(['Source', ...ORDER]);
  });

  test('deploy their own stacks and nothing else', () => {
    const deployed = ORDER.filter((name) => !name.startsWith('Approve')).map((name) => commandsOf(maximal, name));
    const command = (id: string) =>
      `npx --yes aws-cdk@2.1150.0 deploy --app . --exclusively --require-approval never --progress events ${id}`;
    expect(deployed).toEqual(
      [
        `Data-${STANDBY}`,
        `Data-${PRIMARY}`,
        `Data-${SERVING}`,
        `App-${STANDBY}`,
        `App-${SERVING}`,
        `App-${PRIMARY}`,
      ].map((id) => [command(id)]),
    );
  });

  test('deploy several stacks of another app by their paths', () => {
    const { stack, ...rest } = around(testApp());
    const stacks = WaveStacks.named(['Shop/Data', 'Shop/App']);
    deployment({ stack, ...rest }, { waves: [waveOf(stack, { stacks })] });
    expect(commandsOf(Template.fromStack(stack), 'Shop')[0]).toMatch(/--exclusively .* Shop\/Data Shop\/App$/);
  });

  test('all take the same artifact, one execution after the other', () => {
    const inputs = stagesOf(maximal).flatMap(({ Actions }) =>
      Actions.flatMap((action) => action['InputArtifacts' as never] ?? []),
    );
    expect(inputs).toEqual(Array(6).fill({ Name: 'Assembly' }));
    maximal.hasResourceProperties('AWS::CodePipeline::Pipeline', { PipelineType: 'V2', ExecutionMode: 'QUEUED' });
  });

  test('have a limit of time', () => {
    const limits = (template: Template) =>
      Object.values(resources(template, 'AWS::CodeBuild::Project')).map(
        ({ Properties }) => Properties.TimeoutInMinutes,
      );
    expect(limits(maximal)).toEqual(Array(6).fill(360));
    expect(limits(minimal)).toEqual([180]);
  });

  test('wait for people in a stage of their own, so that the alarms are looked at afterwards', () => {
    const approval = stage(maximal, `Approve-Applications-${PRIMARY}`);
    expect(approval).not.toHaveProperty('BeforeEntry');
    expect(approval.Actions[0]).toMatchObject({
      ActionTypeId: { Category: 'Approval' },
      Configuration: { CustomData: 'Look at the dashboards' },
      TimeoutInMinutes: 480,
    });
    expect(stagesOf(minimal).map(({ Name }) => Name)).toEqual(['Source', 'Shop']);
  });
});

describe('alarms', () => {
  const rule = (Name: string, Region: string, AlarmName: unknown, WaitTime: string) => ({
    Name,
    Region,
    Configuration: { AlarmName, AlarmStates: 'ALARM', WaitTime },
    RuleTypeId: { Category: 'Rule', Owner: 'AWS', Provider: 'CloudWatchAlarm', Version: '1' },
  });

  test('of the region keep a wave from beginning and stop what comes after it', () => {
    const { BeforeEntry, OnSuccess } = stage(minimal, 'Shop');
    expect(BeforeEntry).toEqual({
      Conditions: [{ Result: 'FAIL', Rules: [rule('Shop-Entry-1', PRIMARY, 'slo', '5')] }],
    });
    expect(OnSuccess).toEqual({ Conditions: [{ Result: 'FAIL', Rules: [rule('Shop-Bake-1', PRIMARY, 'slo', '60')] }] });
  });

  test('of other stacks and regions are named by reference, composite ones by name', () => {
    const { OnSuccess } = stage(maximal, `Applications-${STANDBY}`);
    const [condition] = OnSuccess!.Conditions;
    expect(condition.Rules.map(({ Region }) => Region)).toEqual([STANDBY, STANDBY]);
    const [errors, burning] = condition.Rules.map(({ Configuration }) => Configuration);
    expect(Object.keys(errors.AlarmName as object)).toEqual(['Fn::GetStackOutput']);
    expect(JSON.stringify(errors.AlarmName)).toContain(STANDBY);
    expect(burning.AlarmName).toMatch(/^Appeuwest1Burning[0-9A-F]{8}$/);
    expect(burning.WaitTime).toBe('90');
  });

  test('take applications back if so wished, and never data', () => {
    const result = (name: string) => stage(maximal, name).OnSuccess!.Conditions.map(({ Result }) => Result);
    expect(result(`Stateful-${PRIMARY}`)).toEqual(['FAIL']);
    expect(result(`Applications-${PRIMARY}`)).toEqual(['ROLLBACK']);
    expect(stage(maximal, `Applications-${PRIMARY}`).BeforeEntry!.Conditions[0].Result).toBe('FAIL');
  });

  test('have rules with names of their own in every stage of waves', () => {
    const all = stagesOf(maximal).flatMap(({ BeforeEntry, OnSuccess }) => [
      ...(BeforeEntry?.Conditions ?? []),
      ...(OnSuccess?.Conditions ?? []),
    ]);
    const names = all.flatMap(({ Rules }) => Rules.map(({ Name }) => Name));
    expect(names).toHaveLength(6 * 2 * 2);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('roles', () => {
  test('of a deployment reach the bootstrap roles of its region only', () => {
    const assumed = statements(maximal, `WaveApplications${SERVING.replaceAll('-', '')}`).filter(
      ({ Action }) => Action === 'sts:AssumeRole',
    );
    const role = (kind: string) => `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-${kind}-role-${ACCOUNT}-${SERVING}`;
    expect(assumed.map(({ Resource }) => Resource)).toEqual([
      [role('deploy'), role('file-publishing'), role('lookup')],
    ]);
  });

  test('of a deployment reach another account by its own bootstrap', () => {
    const { stack, ...rest } = around(testApp());
    const stacks = WaveStacks.named(['Shop'], { account: '222222222222', qualifier: 'shop' });
    deployment({ stack, ...rest }, { waves: [waveOf(stack, { stacks })] });
    const [assume] = statements(Template.fromStack(stack), 'WaveShop');
    expect(assume.Resource).toContain('arn:aws:iam::222222222222:role/cdk-shop-deploy-role-222222222222-us-east-1');
  });

  test('of the pipeline deploy nothing', () => {
    const actions = statements(maximal, 'WavesRole').flatMap(({ Action }) => Action);
    expect([...new Set(actions.map((action) => action.split(':')[0]))].sort()).toEqual([
      'cloudwatch',
      'codebuild',
      'kms',
      's3',
    ]);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  test('of the pipeline read single alarms, unless composite ones make that impossible', () => {
    const { stack, ...rest } = around(testApp());
    const own = alarmIn(stack, 'Slow', { alarmName: 'slow' });
    deployment({ stack, ...rest }, { waves: [waveOf(stack, { region: 'eu-central-1', alarms: [own] })] });
    const describe = (template: Template) =>
      statements(template, 'WavesRole').find(({ Action }) => Action === 'cloudwatch:DescribeAlarms')?.Resource;
    expect(describe(Template.fromStack(stack))).toBe(`arn:aws:cloudwatch:eu-central-1:${ACCOUNT}:alarm:slow`);
    expect(describe(maximal)).toBe('*');
  });
});

describe('assemblies', () => {
  test('start an execution with exactly the version that was uploaded', () => {
    maximal.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.s3'], detail: Match.objectLike({ object: { key: ['shop/release.zip'] } }) },
      Targets: [
        Match.objectLike({
          InputTransformer: {
            InputPathsMap: { 'detail-object-version-id': '$.detail.object.version-id' },
            InputTemplate: Match.stringLikeRegexp('"actionName":"Assembly","revisionType":"S3_OBJECT_VERSION_ID"'),
          },
          RoleArn: Match.anyValue(),
          DeadLetterConfig: Match.anyValue(),
        }),
      ],
    });
    expect(stage(maximal, 'Source').Actions).toMatchObject([
      { Name: 'Assembly', Configuration: { S3ObjectKey: 'shop/release.zip', PollForSourceChanges: false } },
    ]);
  });

  test('come into a bucket that announces them, without a function', () => {
    minimal.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    minimal.resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('come from a bucket that is there', () => {
    const { stack, ...rest } = around(testApp());
    const assemblies = s3.Bucket.fromBucketName(stack, 'Releases', 'releases');
    const made = deployment({ stack, ...rest }, { waves: [waveOf(stack)], assemblies });
    const template = Template.fromStack(stack);
    expect(made.assemblies).toBe(assemblies);
    expect(stage(template, 'Source').Actions[0].Configuration).toMatchObject({ S3Bucket: 'releases' });
    expect(JSON.stringify(statements(template, 'WavesRole'))).toContain(':s3:::releases/assembly.zip');
  });
});

describe('people', () => {
  test('hear of waves that stop and of those that wait', () => {
    const pattern = (type: string, state: string[]) =>
      Match.objectLike({ 'detail-type': [type], detail: Match.objectLike({ state }) });
    const told = { Targets: [Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp('^OperationsTopic') } })] };
    minimal.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: pattern('CodePipeline Pipeline Execution State Change', ['FAILED', 'STOPPED']),
      ...told,
    });
    minimal.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: pattern('CodePipeline Action Execution State Change', ['STARTED']),
      ...told,
    });
  });
});

test('an event that is not delivered is told', () => {
  minimal.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('^WavesUndelivered'), 'QueueName'] } }],
    AlarmActions: [{ Ref: Match.stringLikeRegexp('^OperationsTopic') }],
  });
});

test('grants of the L2 constructs change no policy, whatever the feature flags', () => {
  const { stack, ...rest } = around(testApp({ flags: {} }));
  deployment({ stack, ...rest }, { waves: [waveOf(stack, { alarms: [existingAlarm(stack, PRIMARY)] })] });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::IAM::Policy', 0);
  const [key] = Object.values(resources(template, 'AWS::KMS::Key'));
  expect(JSON.stringify(key)).not.toContain('WavesRole');
});
