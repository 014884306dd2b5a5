import { Duration, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { RegionalStack } from '../../../constructs/core';
import { GlobalRecord, HealthSource, type HttpsHealthOptions, RoutingPolicy } from '../../../constructs/dns';
import { codesOf } from '../../_helpers/errors';
import { Synthesis, testApp } from '../../_helpers/synthesis';

const regionalStack = (app = testApp()) =>
  new RegionalStack(app, 'App', { region: 'eu-west-1', zones: ['eu-west-1a'], account: '111111111111' });

function record(stack: Stack, health: HealthSource): GlobalRecord {
  return new GlobalRecord(stack, 'Api', {
    zone: route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' }),
    recordName: 'api.example.com',
    routing: RoutingPolicy.latency(),
    target: route53.RecordTarget.fromIpAddresses('192.0.2.1'),
    health,
  });
}

function alarm(
  stack: Stack,
  id: string,
  props: Partial<cloudwatch.AlarmProps> = {},
  period = 60,
  statistic = 'Average',
) {
  const metric = new cloudwatch.Metric({
    namespace: 'Test',
    metricName: id,
    period: Duration.seconds(period),
    statistic,
  });
  return new cloudwatch.Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 2, ...props });
}

const https = (options: Partial<HttpsHealthOptions> = {}) =>
  HealthSource.https({ domainName: 'a.example.net', ...options });

const configsOf = (stack: Stack) =>
  Object.values(Template.fromStack(stack).findResources('AWS::Route53::HealthCheck')).map(
    (check) => (check as { Properties: { HealthCheckConfig: Record<string, unknown> } }).Properties.HealthCheckConfig,
  );

describe('https', () => {
  test('asks every 10 s and needs three answers in a row by default', () => {
    const stack = regionalStack();
    record(stack, https());
    expect(configsOf(stack)).toEqual([
      {
        Type: 'HTTPS',
        FullyQualifiedDomainName: 'a.example.net',
        Port: 443,
        ResourcePath: '/',
        EnableSNI: true,
        RequestInterval: 10,
        FailureThreshold: 3,
        MeasureLatency: false,
        Inverted: false,
      },
    ]);
  });

  test('takes every option', () => {
    const stack = regionalStack();
    const regions = ['us-east-1', 'eu-west-1', 'ap-southeast-1'];
    const rhythm = { interval: Duration.seconds(30), failureThreshold: 5, measureLatency: true, regions };
    record(stack, https({ path: '/deep', port: 8443, searchString: 'serving', ...rhythm }));
    expect(configsOf(stack)).toEqual([
      expect.objectContaining({
        Type: 'HTTPS_STR_MATCH',
        SearchString: 'serving',
        ResourcePath: '/deep',
        Port: 8443,
        RequestInterval: 30,
        FailureThreshold: 5,
        MeasureLatency: true,
        Regions: regions,
      }),
    ]);
  });

  const cases: [string, Partial<HttpsHealthOptions>, string][] = [
    ['a URL', { domainName: 'https://a.example.net/health' }, 'InvalidHealthEndpoint'],
    ['an internal load balancer', { domainName: 'internal-a-1.eu-west-1.elb.amazonaws.com' }, 'PrivateHealthEndpoint'],
    ['a path without its slash', { path: 'health' }, 'InvalidHealthPath'],
    ['an interval that is not offered', { interval: Duration.seconds(20) }, 'IntervalNotOffered'],
    ['an interval below a second', { interval: Duration.millis(10) }, 'IntervalNotOffered'],
    ['a threshold of 0', { failureThreshold: 0 }, 'FailureThresholdOutOfRange'],
    ['a threshold of 11', { failureThreshold: 11 }, 'FailureThresholdOutOfRange'],
    ['two checker regions', { regions: ['us-east-1', 'eu-west-1'] }, 'TooFewCheckerRegions'],
    [
      'a region without health checkers',
      { regions: ['us-east-1', 'eu-west-1', 'us-west-2', 'eu-central-1'] },
      'TooFewCheckerRegions',
    ],
    ['an empty search', { searchString: '' }, 'SearchStringOutOfRange'],
  ];

  test.each(cases)('fails on %s', (_title, options, code) => {
    expect(codesOf(() => https(options))).toEqual([code]);
  });

  test('fails with a message that says what to do', () => {
    expect(() => https({ failureThreshold: 11 })).toThrow(
      'HealthSource.https: [FailureThresholdOutOfRange] failureThreshold is 11; allowed: a whole number from 1 to 10. ' +
        'State how many requests in a row change the status.',
    );
  });
});

describe('alarm', () => {
  test('reads the metric in the region of the alarm and distrusts silence', () => {
    const app = testApp();
    const stack = regionalStack(app);
    record(stack, HealthSource.alarm({ alarm: alarm(stack, 'Errors') }));
    expect(configsOf(stack)).toEqual([
      {
        Type: 'CLOUDWATCH_METRIC',
        AlarmIdentifier: { Name: { Ref: expect.stringMatching(/^Errors/) }, Region: 'eu-west-1' },
        InsufficientDataHealthStatus: 'Unhealthy',
        Inverted: false,
      },
    ]);
  });

  test('trusts an imported alarm, in its own region', () => {
    const stack = regionalStack();
    const arn = 'arn:aws:cloudwatch:us-west-2:111111111111:alarm:RegionHealthy';
    const insufficientData = route53.InsufficientDataHealthStatusEnum.LAST_KNOWN_STATUS;
    record(
      stack,
      HealthSource.alarm({ alarm: cloudwatch.Alarm.fromAlarmArn(stack, 'Imported', arn), insufficientData }),
    );
    expect(configsOf(stack)).toEqual([
      expect.objectContaining({
        AlarmIdentifier: { Name: 'RegionHealthy', Region: 'us-west-2' },
        InsufficientDataHealthStatus: 'LastKnownStatus',
      }),
    ]);
  });

  const stack = regionalStack();
  const math = new cloudwatch.MathExpression({ expression: 'a/2', usingMetrics: { a: alarm(stack, 'Plain').metric } });
  const cases: [string, cloudwatch.IAlarm][] = [
    ['metric math', alarm(stack, 'Math', { metric: math })],
    ['a high-resolution period', alarm(stack, 'Fast', {}, 10)],
    ['a percentile', alarm(stack, 'Slow', {}, 60, 'p99')],
    ['some periods out of several', alarm(stack, 'Some', { datapointsToAlarm: 1 })],
    ['other alarms', new cloudwatch.CompositeAlarm(stack, 'Any', { alarmRule: alarm(stack, 'Part') })],
  ];

  test.each(cases)('fails on an alarm on %s', (_title, unreadable) => {
    expect(codesOf(() => HealthSource.alarm({ alarm: unreadable }))).toEqual(['AlarmNotReadable']);
  });
});

describe('calculated', () => {
  test('needs all of its named sources by default', () => {
    const stack = regionalStack();
    const inside = HealthSource.alarm({ alarm: alarm(stack, 'Errors') });
    const { healthCheck } = record(stack, HealthSource.calculated({ endpoint: https(), inside }));
    const template = Template.fromStack(stack);
    const children = [
      { Ref: Match.stringLikeRegexp('ApiHealthendpoint') },
      { Ref: Match.stringLikeRegexp('ApiHealthinside') },
    ];
    template.hasResource('AWS::Route53::HealthCheck', {
      Properties: {
        HealthCheckConfig: { Type: 'CALCULATED', HealthThreshold: 2, ChildHealthChecks: children },
        HealthCheckTags: [{ Key: 'Name', Value: 'App/Api/Health' }],
      },
    });
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      HealthCheckId: stack.resolve(healthCheck!.healthCheckId),
    });
  });

  test('needs fewer when told so, and takes a check that exists', () => {
    const stack = regionalStack();
    record(stack, HealthSource.calculated({ endpoint: https(), plan: HealthSource.existing('abc') }, 1));
    expect(configsOf(stack)).toContainEqual(
      expect.objectContaining({ HealthThreshold: 1, ChildHealthChecks: [expect.anything(), 'abc'] }),
    );
  });

  const nested = HealthSource.calculated({ a: https() });
  const many = Object.fromEntries(Array.from({ length: 256 }, (_, index) => [`s${index}`, https()]));
  const cases: [string, () => HealthSource, string[]][] = [
    ['no source', () => HealthSource.calculated({}, 1), ['ChildrenOutOfRange']],
    ['more sources than one check takes', () => HealthSource.calculated(many), ['ChildrenOutOfRange']],
    ['calculated sources', () => HealthSource.calculated({ nested }), ['CalculatedInCalculated']],
    ['a threshold of 0', () => HealthSource.calculated({ a: https() }, 0), ['HealthyThresholdOutOfRange']],
    ['a threshold above the sources', () => HealthSource.calculated({ a: https() }, 2), ['HealthyThresholdOutOfRange']],
    ['an empty id', () => HealthSource.existing(' '), ['HealthCheckIdMissing']],
  ];

  test.each(cases)('fails on %s', (_title, act, codes) => {
    expect(codesOf(act)).toEqual(codes);
  });
});

test('all sources pass the policy packs and the schema', () => {
  const synthesis = new Synthesis((app) => {
    const stack = regionalStack(app);
    const alarmed = HealthSource.alarm({ alarm: alarm(stack, 'Errors') });
    // The alarm of this test has no action on purpose: it stands for one of the observability constructs.
    (stack.node.findChild('Errors') as cloudwatch.Alarm).addAlarmAction({
      bind: () => ({ alarmActionArn: 'arn:aws:sns:eu-west-1:111111111111:page' }),
    });
    record(stack, HealthSource.calculated({ endpoint: https({ searchString: 'ok' }), alarmed }));
  });
  expect(synthesis.fatal).toEqual([]);
  expect(synthesis.acknowledged).toEqual([]);
});
