import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Duration, Size, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as synthetics from 'aws-cdk-lib/aws-synthetics';
import {
  CanaryMethod,
  CanaryStep,
  CanaryTarget,
  ExpectedStatus,
  SyntheticCanary,
  type SyntheticCanaryProps,
} from '../../../../constructs/observability';
import { NotificationTopic } from '../../../../constructs/security';
import { readSteps } from '../../../../lib/handlers/canary/step';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { type Surroundings, surroundings } from '../../../_helpers/stacks';
import { Synthesis, testApp } from '../../../_helpers/synthesis';

const home = CanaryStep.request({ url: 'https://www.example.com/health' });
const www = CanaryTarget.globalEntry(home);
const rich = [
  CanaryStep.request({
    name: 'order',
    url: 'https://api.example.com/orders?dry=true',
    method: CanaryMethod.POST,
    headers: { 'content-type': 'application/json' },
    body: '{"probe":true}',
    status: ExpectedStatus.exactly(202),
    json: { 'order.state': 'accepted' },
    timeLimit: Duration.millis(1500),
  }),
  CanaryStep.page({ name: 'home', url: 'https://www.example.com/', text: 'Welcome', selector: '#cart' }),
  CanaryStep.request({
    name: 'redirect',
    url: 'http://www.example.com/',
    plainHttp: true,
    status: ExpectedStatus.between(301, 308),
  }),
];

function canary(around: Surroundings, props: Partial<SyntheticCanaryProps> = {}, id = 'Www'): SyntheticCanary {
  const { stack, logVault, platformKey } = around;
  const notifications = new NotificationTopic(stack, `${id}Told`, { key: platformKey.key }).topic;
  return new SyntheticCanary(stack, id, { target: www, logVault, notifications, ...props });
}

interface Made extends Surroundings {
  readonly made: SyntheticCanary;
  readonly template: Template;
}

function synthesized(props: (around: Surroundings) => Partial<SyntheticCanaryProps> = () => ({})): Made {
  const around = surroundings(testApp());
  const made = canary(around, props(around));
  return { ...around, made, template: Template.fromStack(around.stack) };
}

function codes(props: Partial<SyntheticCanaryProps>): string[] {
  return codesOf(() => canary(surroundings(testApp()), props));
}

/** The resource of a type whose logical id begins with a prefix. */
function find(template: Template, type: string, prefix = 'Www') {
  return Object.entries(template.findResources(type)).find(([id]) => id.startsWith(prefix))!;
}

describe('policy packs and schemas', () => {
  const maximal = (app: App) => {
    const around = surroundings(app, 'Maximal', 'eu-west-1');
    canary(around, {
      target: CanaryTarget.localEntry(...rich),
      network: around.network,
      canaryName: 'orders_local',
      every: Duration.minutes(1),
      timeout: Duration.seconds(55),
      failedRuns: 3,
      ofRuns: 5,
      latencyGoal: Duration.seconds(1),
      artifacts: around.logVault.bucket(around.stack, 'Shared'),
      retention: Duration.days(90),
      dryRun: false,
      memorySize: Size.gibibytes(2),
      runtime: synthetics.Runtime.SYNTHETICS_NODEJS_PLAYWRIGHT_5_1,
    });
  };
  const synthesis = new Synthesis((app) => {
    canary(surroundings(app, 'Minimal'));
    maximal(app);
  });

  test('nothing is open but the replication of the bucket that the test brings', () => {
    const foreign = (construct: unknown) => JSON.stringify(construct).includes('Shared');
    expect(synthesis.fatal.filter((finding) => !foreign(finding))).toEqual([]);
  });

  test('acknowledged is what has no resources, and names that are not known yet', () => {
    const packs = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'];
    const own = synthesis.findings.filter((finding) => JSON.stringify(finding).includes('Www'));
    const rules = own.filter((finding) => finding.acknowledgedBecause !== undefined).map(({ rule }) => rule);
    expect(new Set(rules.map((rule) => rule.replace(/<.*?>/g, '<>').replace(/www-\w+|orders_local/, 'name')))).toEqual(
      new Set([
        ...packs.map((pack) => `${pack}-S3BucketReplicationEnabled`),
        'AwsSolutions-IAM5[Resource::*]',
        'AwsSolutions-IAM5[Resource::<>/name/*]',
      ]),
    );
  });
});

describe('the canary', () => {
  const { made, template } = synthesized();

  test('runs every five minutes for a minute at most, and is tried before it is changed', () => {
    template.hasResourceProperties('AWS::Synthetics::Canary', {
      Name: made.canaryName,
      RuntimeVersion: 'syn-nodejs-playwright-6.0',
      Schedule: { Expression: 'rate(5 minutes)', DurationInSeconds: '0' },
      RunConfig: { TimeoutInSeconds: 60, MemoryInMB: 1024, ActiveTracing: Match.absent() },
      StartCanaryAfterCreation: true,
      DryRunAndUpdate: true,
      VPCConfig: Match.absent(),
    });
  });

  test('leaves no function behind', () => {
    template.hasResourceProperties('AWS::Synthetics::Canary', { ProvisionedResourceCleanup: 'AUTOMATIC' });
  });

  test('encrypts its artifacts and what it is told', () => {
    const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
    template.hasResourceProperties('AWS::Synthetics::Canary', {
      ArtifactConfig: { S3Encryption: { EncryptionMode: 'SSE_KMS', KmsKeyArn: key } },
      KmsKeyArn: key,
    });
  });

  test('its name is readable, short enough for its log group and follows from its path', () => {
    expect(made.canaryName).toMatch(/^www-[0-9a-f]{8}$/);
    expect(synthesized().made.canaryName).toBe(made.canaryName);
    const long = canary(surroundings(testApp()), {}, 'From-eu-west-1-to-us-east-1').canaryName;
    expect(long).toMatch(/^[a-z0-9_-]{1,21}$/);
  });

  test('waits for what its role may do, and for its bucket', () => {
    const [, { DependsOn }] = find(template, 'AWS::Synthetics::Canary');
    const expected = [/^WwwRole.*Grants0/, /^WwwArtifacts.*Policy/];
    expect(expected.filter((pattern) => !DependsOn.some((id: string) => pattern.test(id)))).toEqual([]);
  });

  test('in a network its role outlives its security group, which waits for the interfaces that the role removes', () => {
    const { template: inNetwork } = synthesized(({ network }) => ({ network }));
    const [, { DependsOn }] = find(inNetwork, 'AWS::EC2::SecurityGroup');
    expect(DependsOn).toEqual([expect.stringMatching(/^WwwRole.*Grants0/), expect.stringMatching(/^WwwRole/)]);
  });

  test('tells the script what to do, in words that the script understands', () => {
    const written = synthesized(({ network }) => ({ target: CanaryTarget.localEntry(...rich), network }));
    const [, { Properties }] = find(written.template, 'AWS::Synthetics::Canary');
    expect(readSteps(Properties.RunConfig.EnvironmentVariables.STEPS)).toEqual([
      {
        name: 'order',
        kind: 'request',
        url: 'https://api.example.com/orders?dry=true',
        timeLimit: 1500,
        status: [202, 202],
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"probe":true}',
        json: { 'order.state': 'accepted' },
      },
      {
        name: 'home',
        kind: 'page',
        url: 'https://www.example.com/',
        timeLimit: 30_000,
        status: [200, 299],
        text: 'Welcome',
        selector: '#cart',
      },
      {
        name: 'redirect',
        kind: 'request',
        url: 'http://www.example.com/',
        timeLimit: 10_000,
        status: [301, 308],
        method: 'GET',
      },
    ]);
  });

  test('an address can be that of a resource', () => {
    const { template: written } = synthesized(({ logVault }) => {
      const url = `https://${logVault.accessLogs.bucketName}.example.com/health`;
      return { target: CanaryTarget.regionalEntry('us-east-1', CanaryStep.request({ url })) };
    });
    const [, { Properties }] = find(written, 'AWS::Synthetics::Canary');
    const parts = Properties.RunConfig.EnvironmentVariables.STEPS['Fn::Join'][1];
    expect(parts[0]).toContain('"name":"get-health"');
    expect(parts[1]).toEqual({ Ref: expect.stringMatching(/^LogsAccessLogs/) });
  });
});

interface PolicyDocument {
  readonly Statement: { readonly Action: string | string[]; readonly Condition?: unknown }[];
}

describe('what the canary may do', () => {
  const { made, template } = synthesized();
  const statements = (prefix: string): PolicyDocument =>
    find(template, 'AWS::IAM::ManagedPolicy', prefix)[1].Properties.PolicyDocument;
  const actionsOf = (document: PolicyDocument): string[] => document.Statement.flatMap(({ Action }) => Action).sort();

  test('is to write artifacts and metrics', () => {
    expect(actionsOf(statements('WwwRole'))).toEqual([
      'cloudwatch:PutMetricData',
      'kms:Decrypt',
      'kms:GenerateDataKey',
      's3:GetBucketLocation',
      's3:GetObject',
      's3:ListAllMyBuckets',
      's3:PutObject',
    ]);
    const metrics = statements('WwwRole').Statement.find(({ Action }) => Action === 'cloudwatch:PutMetricData');
    expect(metrics?.Condition).toEqual({ StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' } });
  });

  test('is to write into its log group, but not to make one that nobody encrypts or empties', () => {
    const [group] = find(template, 'AWS::Logs::LogGroup');
    expect(statements('WwwWriteLogs').Statement).toEqual([
      {
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [group, 'Arn'] },
      },
    ]);
    const [canaryId] = find(template, 'AWS::Synthetics::Canary');
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: {
        'Fn::Join': ['', [`/aws/lambda/cwsyn-${made.canaryName}-`, { 'Fn::GetAtt': [canaryId, 'Id'] }]],
      },
      RetentionInDays: 365,
      KmsKeyId: Match.anyValue(),
    });
  });

  test('includes network interfaces only in a network', () => {
    const within = synthesized(({ network }) => ({ target: CanaryTarget.localEntry(home), network }));
    const [, { Properties }] = find(within.template, 'AWS::IAM::ManagedPolicy', 'WwwRole');
    expect(actionsOf(Properties.PolicyDocument)).toContain('ec2:CreateNetworkInterface');
    const [securityGroup] = find(within.template, 'AWS::EC2::SecurityGroup');
    within.template.hasResourceProperties('AWS::Synthetics::Canary', {
      VPCConfig: {
        SubnetIds: ['A', 'B', 'C'].map((zone) => ({ Ref: Match.stringLikeRegexp(`App${zone}`) })),
        SecurityGroupIds: [{ 'Fn::GetAtt': [securityGroup, 'GroupId'] }],
      },
    });
  });
});

describe('artifacts', () => {
  test('expire', () => {
    const { template } = synthesized(() => ({ retention: Duration.days(7) }));
    template.hasResourceProperties('AWS::Synthetics::Canary', { SuccessRetentionPeriod: 7, FailureRetentionPeriod: 7 });
    const [, { Properties }] = find(template, 'AWS::S3::Bucket');
    expect(Properties.LifecycleConfiguration.Rules).toContainEqual(
      expect.objectContaining({ ExpirationInDays: 7, Status: 'Enabled' }),
    );
  });

  test('can share a bucket, each canary below its name', () => {
    const { made, template } = synthesized(({ logVault, stack }) => ({ artifacts: logVault.bucket(stack, 'Shared') }));
    expect(find(template, 'AWS::S3::Bucket')).toBeUndefined();
    const [, { Properties }] = find(template, 'AWS::Synthetics::Canary');
    const [, parts] = Properties.ArtifactS3Location['Fn::Join'];
    expect(parts).toEqual(['s3://', { Ref: expect.stringMatching(/^Shared/) }, `/${made.canaryName}`]);
  });
});

describe('the asset', () => {
  /** The folder that would be uploaded, as the template and the manifest of the assembly name it. */
  function upload(app: App, { canary: { stack } }: SyntheticCanary): string {
    app.synth();
    const { outdir } = Stage.of(stack)!;
    const [, { Properties }] = find(Template.fromStack(stack), 'AWS::Synthetics::Canary');
    const manifest = JSON.parse(readFileSync(join(outdir, `${stack.artifactId}.assets.json`), 'utf8'));
    const { path, packaging } = manifest.files[Properties.Code.S3Key.replace('.zip', '')].source;
    expect({ packaging, handler: Properties.Code.Handler }).toEqual({ packaging: 'zip', handler: 'index.handler' });
    return join(outdir, path);
  }

  test('is a zip whose root has the module of the handler and the settings of the runtime', () => {
    const app = testApp();
    const folder = upload(app, canary(surroundings(app)));
    expect(readdirSync(folder).sort()).toEqual(['index.mjs', 'synthetics.json']);
    const module = readFileSync(join(folder, 'index.mjs'), 'utf8');
    expect(module).toMatch(/^export \{\n {2}handler\n\};$/m);
    const imports = [...module.matchAll(/ from "([^"]+)"/g)].map(([, name]) => name);
    expect(new Set(imports)).toEqual(new Set(['@aws/synthetics-playwright', 'node:http', 'node:https']));
    const { report, step } = JSON.parse(readFileSync(join(folder, 'synthetics.json'), 'utf8'));
    expect(report).toMatchObject({ includeRequestBody: false, includeResponseBody: false });
    expect(step).toMatchObject({ stepDurationMetric: true, stepSuccessMetric: true });
  });

  test('is found in a stage', () => {
    const app = testApp();
    const stage = new Stage(app, 'Production');
    expect(readdirSync(upload(app, canary(surroundings(stage as App))))).toContain('index.mjs');
  });
});

describe('alarms', () => {
  test('two of three runs that fail or do not happen tell somebody', () => {
    const { made, template } = synthesized();
    template.resourceCountIs('AWS::CloudWatch::Alarm', 1);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^WwwTold') }],
      AlarmDescription: 'Test/Www: probes of the global entry fail, 2 of 3 runs, one every 5 minutes',
      ComparisonOperator: 'LessThanThreshold',
      DatapointsToAlarm: 2,
      Dimensions: [{ Name: 'CanaryName', Value: { Ref: Match.stringLikeRegexp('^WwwCanary') } }],
      EvaluationPeriods: 3,
      MetricName: 'SuccessPercent',
      Namespace: 'CloudWatchSynthetics',
      Period: 300,
      Statistic: 'Average',
      Threshold: 100,
      TreatMissingData: 'breaching',
    });
    expect(made.latencyAlarm).toBeUndefined();
  });

  test('one step is measured by itself', () => {
    const { template } = synthesized(() => ({ latencyGoal: Duration.millis(800) }));
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ComparisonOperator: 'GreaterThanThreshold',
      Dimensions: Match.arrayWith([{ Name: 'StepName', Value: 'get-health' }]),
      MetricName: 'Duration',
      Statistic: 'Maximum',
      Threshold: 800,
      // Runs that do not happen are told once, by the other alarm.
      TreatMissingData: 'notBreaching',
      Unit: Match.absent(),
    });
  });

  test('of several steps the slowest counts', () => {
    const target = CanaryTarget.regionalEntry('eu-west-1', ...rich);
    const { template } = synthesized(() => ({ target, latencyGoal: Duration.seconds(2), failedRuns: 1, ofRuns: 1 }));
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('probes of eu-west-1 take longer than 2000 ms, 1 of 1 runs'),
      EvaluationPeriods: 1,
      Metrics: Match.arrayWith([Match.objectLike({ Expression: 'MAX([step0, step1, step2])' })]),
      Threshold: 2000,
    });
  });

  test('rest while the canary is stopped on purpose', () => {
    const { template } = synthesized(() => ({ start: false, latencyGoal: Duration.seconds(1) }));
    template.hasResourceProperties('AWS::Synthetics::Canary', {
      StartCanaryAfterCreation: false,
      DryRunAndUpdate: false,
    });
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { TreatMissingData: 'notBreaching' });
  });
});

describe('bad input', () => {
  const step = (props: object) => codesOf(() => CanaryStep.request({ url: 'https://example.com/', ...props }));

  test('fails for a target that targets nothing', () => {
    expect(errorOf(() => CanaryTarget.globalEntry()).message).toBe(
      'CanaryTarget.globalEntry: [NoSteps] steps is []; allowed: at least one step. ' +
        'Probe something: without steps the canary would never fail.',
    );
    expect(codesOf(() => CanaryTarget.localEntry(home, home))).toEqual(['DuplicateStepName']);
    expect(codesOf(() => CanaryTarget.regionalEntry('Europe'))).toEqual(['RegionInvalid', 'NoSteps']);
  });

  test.each(['', 'www.example.com', 'https://', 'https:///health', 'ftp://example.com/', '/health', 'https://a b/'])(
    'fails for the address %p',
    (url) => {
      expect(step({ url, name: 'x' })).toEqual(['UrlInvalid']);
    },
  );

  test('fails for an address that is not encrypted, unless that is said', () => {
    expect(step({ url: 'http://example.com/' })).toEqual(['PlainHttp']);
    expect(CanaryStep.request({ url: 'http://example.com/', plainHttp: true }).name).toBe('get');
  });

  test('fails for a password in the address, and does not repeat it', () => {
    const error = errorOf(() => CanaryStep.page({ url: 'https://me:hunter2@example.com/' }));
    expect(error.codes).toEqual(['PasswordInUrl']);
    expect(error.message).not.toContain('hunter2');
  });

  test('fails for steps that cannot be right', () => {
    expect(step({ name: 'two words' })).toEqual(['StepNameInvalid']);
    expect(step({ text: '' })).toEqual(['TextEmpty']);
    expect(step({ timeLimit: Duration.millis(50) })).toEqual(['TimeLimitOutOfRange']);
    expect(step({ timeLimit: Duration.minutes(6) })).toEqual(['TimeLimitOutOfRange']);
    expect(step({ headers: { 'x y': '1', ok: 'a\r\nb: c' } })).toEqual(['HeaderInvalid']);
    expect(step({ method: CanaryMethod.HEAD, text: 'ok' })).toEqual(['NothingToRead']);
    expect(codesOf(() => CanaryStep.page({ url: 'https://example.com/', selector: ' ' }))).toEqual(['SelectorEmpty']);
    expect(codesOf(() => ExpectedStatus.between(299, 200))).toEqual(['StatusOutOfRange']);
    expect(codesOf(() => ExpectedStatus.exactly(42))).toEqual(['StatusOutOfRange']);
  });

  test('fails for a local entry without its network', () => {
    expect(codes({ target: CanaryTarget.localEntry(home) })).toEqual(['NetworkMissing']);
  });

  test('fails for names that Synthetics refuses or Lambda cuts', () => {
    expect(codes({ canaryName: 'Orders' })).toEqual(['CanaryNameInvalid']);
    expect(codes({ canaryName: 'a'.repeat(22) })).toEqual(['CanaryNameInvalid']);
  });

  test('fails for schedules that do not exist, and timeouts that are longer than them', () => {
    expect(codes({ every: Duration.seconds(30) })).toEqual(['ScheduleOutOfRange']);
    expect(codes({ every: Duration.hours(2) })).toEqual(['ScheduleOutOfRange']);
    expect(codes({ every: Duration.minutes(1), timeout: Duration.seconds(61) })).toEqual(['TimeoutOutOfRange']);
    expect(codes({ every: Duration.hours(1), timeout: Duration.minutes(15) })).toEqual(['TimeoutOutOfRange']);
    expect(codes({ timeout: Duration.seconds(5) })).toEqual(['StepsLongerThanTimeout']);
    expect(codes({ retention: Duration.days(0) })).toEqual(['RetentionOutOfRange']);
  });

  test('fails for alarms that could never or always go off', () => {
    expect(codes({ failedRuns: 4 })).toEqual(['FailedRunsOutOfRange']);
    expect(codes({ failedRuns: 0 })).toEqual(['FailedRunsOutOfRange']);
    expect(codes({ every: Duration.hours(1), ofRuns: 25 })).toEqual(['RunsOutOfRange']);
    expect(codes({ latencyGoal: Duration.seconds(10) })).toEqual(['LatencyGoalOutOfRange']);
  });

  test('fails for what the runtime does not take', () => {
    const runtime = synthetics.Runtime.SYNTHETICS_NODEJS_PLAYWRIGHT_5_0;
    expect(codes({ runtime })).toEqual(['RuntimeUnsuited']);
    expect(codes({ memorySize: Size.mebibytes(1000) })).toEqual(['MemoryOutOfRange']);
    const text = 'x'.repeat(4096);
    expect(
      codes({ target: CanaryTarget.globalEntry(CanaryStep.request({ url: 'https://example.com/', text })) }),
    ).toEqual(['StepsTooLarge']);
  });
});
