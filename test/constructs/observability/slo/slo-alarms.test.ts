import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { type LatencyGoal, ServiceLevelObjective } from '../../../../constructs/core';
import {
  ApplicationSignals,
  BurnRateAlert,
  BurnRateAlerts,
  SloAlarms,
  type SloAlarmsProps,
  SloSource,
} from '../../../../constructs/observability';
import { NotificationTopic, PlatformKey } from '../../../../constructs/security';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { regionalStack } from '../../../_helpers/stacks';
import { Synthesis, testApp } from '../../../_helpers/synthesis';

const within = (percentile: number, milliseconds: number): LatencyGoal => ({
  percentile,
  threshold: Duration.millis(milliseconds),
});
const threeNines = new ServiceLevelObjective({ availability: 99.9 });
const jobs = (metricName: string) => new cloudwatch.Metric({ namespace: 'Jobs', metricName, statistic: 'Sum' });
const custom = SloSource.custom({ total: jobs('All'), failed: jobs('Bad') });

function topics(stack: Stack): Pick<SloAlarmsProps, 'page' | 'ticket'> {
  const { key } = new PlatformKey(stack, 'Key');
  const topic = (id: string) => new NotificationTopic(stack, id, { key }).topic;
  return { page: topic('Page'), ticket: topic('Ticket') };
}

function watch(stack: Stack, props: Partial<SloAlarmsProps> = {}): SloAlarms {
  return new SloAlarms(stack, 'Slo', { objective: threeNines, source: custom, ...topics(stack), ...props });
}

function made(props: Partial<SloAlarmsProps> = {}): { slo: SloAlarms; template: Template } {
  const stack = regionalStack(testApp());
  const slo = watch(stack, props);
  return { slo, template: Template.fromStack(stack) };
}

/** What fails, as codes. */
function codes(props: Partial<SloAlarmsProps>): string[] {
  return codesOf(() => watch(regionalStack(testApp()), props));
}

function balancer(stack: Stack): elbv2.ApplicationLoadBalancer {
  return new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc: new ec2.Vpc(stack, 'Vpc') });
}

interface MetricEntry {
  readonly Expression?: string;
  readonly ReturnData?: boolean;
  readonly MetricStat?: {
    readonly Period: number;
    readonly Stat: string;
    readonly Metric: {
      readonly MetricName: string;
      readonly Namespace: string;
      readonly Dimensions: { Name: string }[];
    };
  };
}

/** The metrics and expressions of the first alarm whose id contains a name. */
function metricsOf(template: Template, name: string): MetricEntry[] {
  const alarms = Object.entries(template.findResources('AWS::CloudWatch::Alarm'));
  return alarms.find(([id]) => id.includes(name))![1].Properties.Metrics;
}

describe('policy packs and schemas', () => {
  const imported = (stack: Stack) =>
    elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Balancer', {
      loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188',
      securityGroupId: 'sg-12345678',
    });
  const synthesis = new Synthesis((app) => {
    watch(regionalStack(app, 'Minimal'));
    const stack = regionalStack(app, 'Maximal', 'eu-west-1');
    watch(stack, {
      source: SloSource.loadBalancer(imported(stack)),
      objective: new ServiceLevelObjective({ availability: 99.95, latency: [within(99, 800), within(95, 250)] }),
      alerts: BurnRateAlerts.withDailyTicket(),
      latencyAlerts: BurnRateAlerts.standard(),
      noTrafficFor: Duration.minutes(10),
      applicationSignals: ApplicationSignals.service({
        name: 'orders',
        environment: 'ecs:shop',
        operation: 'GET /orders',
      }),
    });
  });

  test('nothing is open, and nothing had to be acknowledged: every alarm has an action', () => {
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual([]);
  });
});

describe('alarms', () => {
  const { slo, template } = made();

  test('each alert is a composite of its two windows, and tells who has to act', () => {
    template.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 3);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 6);
    const actions = Object.entries(template.findResources('AWS::CloudWatch::CompositeAlarm')).map(
      ([id, { Properties }]) => [id.replace(/^Slo|[0-9A-F]{8}$/g, ''), Properties.AlarmActions[0].Ref.slice(0, 4)],
    );
    expect(Object.fromEntries(actions)).toEqual({
      AvailabilityPage1h: 'Page',
      AvailabilityPage6h: 'Page',
      AvailabilityTicket3d: 'Tick',
    });
  });

  test('a window by itself pages nobody, but tells that it cannot be evaluated', () => {
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: Match.absent(),
      InsufficientDataActions: [{ Ref: Match.stringLikeRegexp('^Ticket') }],
      TreatMissingData: 'notBreaching',
    });
    expect(slo.windowAlarms).toHaveLength(6);
  });

  test.each([
    ['Page1hLong', 3600, 0.0144],
    ['Page1hShort', 300, 0.0144],
    ['Page6hLong', 21_600, 0.006],
    ['Page6hShort', 1800, 0.006],
    ['Ticket3dLong', 259_200, 0.001],
    ['Ticket3dShort', 21_600, 0.001],
  ])('%s looks at one period of %d seconds, with a threshold of %d', (id, seconds, threshold) => {
    const periods = metricsOf(template, id).flatMap(({ MetricStat }) => MetricStat?.Period ?? []);
    expect(new Set(periods)).toEqual(new Set([seconds]));
    const alarm = slo.windowAlarms.find(({ node }) => node.id === `Availability${id}`)!;
    const resource = alarm.node.defaultChild as cloudwatch.CfnAlarm;
    expect([resource.threshold, resource.evaluationPeriods]).toEqual([threshold, 1]);
  });

  test('every alarm stays within what CloudWatch evaluates: a day for periods below an hour, else a week', () => {
    const { template: long } = made({
      alerts: BurnRateAlerts.of(BurnRateAlert.ticket({ budgetPercent: 30, within: Duration.days(7) })),
    });
    const seconds = metricsOf(long, 'Ticket7dLong').flatMap(({ MetricStat }) => MetricStat?.Period ?? []);
    expect(Math.max(...seconds)).toBe(604_800);
    expect(codesOf(() => BurnRateAlert.ticket({ budgetPercent: 30, within: Duration.days(8) }))).toEqual([
      'AlertWindowInvalid',
    ]);
  });

  test('too few requests and a single failure are not judged', () => {
    const expression = (id: string) =>
      metricsOf(template, id).find(({ ReturnData }) => ReturnData !== false)!.Expression;
    expect(expression('Page1hLong')).toBe('IF(sloTotal < 60 OR sloFailed < 1.5, 0, sloFailed / sloTotal)');
    expect(expression('Page1hShort')).toBe('IF(sloTotal < 10 OR sloFailed < 1.5, 0, sloFailed / sloTotal)');
  });

  test('the person who is paged reads what is promised and how much time is left', () => {
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmDescription:
        'Test/Slo: at most 0.1 percent of the requests of 30 days fail. The service uses up 2 percent of the error budget ' +
        'within 1 hour or faster: burn rate 14.4, a whole budget lasts 50 hours.',
    });
  });

  test('there is neither an alarm on silence nor an objective in Application Signals unless asked for', () => {
    expect([slo.noTrafficAlarm, slo.signals]).toEqual([undefined, []]);
    template.resourceCountIs('AWS::ApplicationSignals::ServiceLevelObjective', 0);
  });
});

describe('figures for dashboards', () => {
  const { slo } = made({ objective: new ServiceLevelObjective({ availability: 99.9, errorRate: 0.05 }) });

  test('of two promises about failed requests the stricter one is watched', () => {
    expect(slo.availability.errorBudget).toBe(0.05);
    expect(slo.availability.errorRatioAt(BurnRateAlerts.standard().alerts[0])).toBe(0.0072);
  });

  test('the burn rate is the error ratio in budgets, and a burn of 1 over the window uses up the budget', () => {
    const { availability } = slo;
    expect(availability.burnRate(Duration.hours(1)).expression).toBe('sloRatio * 100 / 0.05');
    expect(availability.budgetUsed(Duration.hours(1)).expression).toBe('sloRatio * 10000 / 0.05 * 0.00138888888889');
    expect(availability.budgetUsed(Duration.days(30)).expression).toBe('sloRatio * 10000 / 0.05 * 1');
  });
});

describe('sources', () => {
  const firstMetric = (template: Template, name: string) =>
    metricsOf(template, name).find(({ MetricStat }) => MetricStat)?.MetricStat?.Metric;
  const expressionsOf = (template: Template, name: string) =>
    metricsOf(template, name).map(({ Expression, MetricStat }) =>
      MetricStat ? `${MetricStat.Stat} of ${MetricStat.Metric.MetricName}` : Expression,
    );

  test('a load balancer: also what it answers when there is no target left', () => {
    const stack = regionalStack(testApp());
    watch(stack, { source: SloSource.loadBalancer(balancer(stack)) });
    expect(expressionsOf(Template.fromStack(stack), 'Page1hLong').slice(1)).toEqual([
      'FILL(chosen, 0) + FILL(rejected, 0)',
      'Sum of RequestCount',
      'Sum of HTTPCode_ELB_503_Count',
      'FILL(byTargets, 0) + FILL(byBalancer, 0)',
      'Sum of HTTPCode_Target_5XX_Count',
      'Sum of HTTPCode_ELB_5XX_Count',
    ]);
  });

  test('a target group: its share of a shared load balancer, and its latency as a percentile rank in seconds', () => {
    const stack = regionalStack(testApp());
    const shared = balancer(stack);
    const targets = { targetType: elbv2.TargetType.IP, vpc: shared.vpc, port: 8080 };
    const group = new elbv2.ApplicationTargetGroup(stack, 'Group', targets);
    shared.addListener('Http', { port: 80, defaultTargetGroups: [group] });
    const objective = new ServiceLevelObjective({ availability: 99.9, latency: [within(99.5, 200)] });
    watch(stack, { source: SloSource.targetGroup(group), objective });
    const template = Template.fromStack(stack);
    expect(expressionsOf(template, 'AvailabilityPage1hLong')).toContain('Sum of RequestCount');
    expect(expressionsOf(template, 'LatencyP995Page1hLong').slice(3)).toEqual([
      '(100 - FILL(inTime, 100)) / 100 * FILL(measured, 0)',
      'PR(:0.2) of TargetResponseTime',
    ]);
    const dimensions = firstMetric(template, 'AvailabilityPage1hLong')?.Dimensions.map(({ Name }) => Name);
    expect(dimensions).toEqual(['LoadBalancer', 'TargetGroup']);
  });

  test('a REST API: by its name and stage, with latency in milliseconds', () => {
    const stack = regionalStack(testApp());
    const api = new apigateway.RestApi(stack, 'Api', { deployOptions: { stageName: 'live' } });
    api.root.addMethod('GET');
    const objective = new ServiceLevelObjective({ availability: 99.9, latency: [within(99, 200)] });
    watch(stack, { source: SloSource.restApi(api), objective });
    const template = Template.fromStack(stack);
    expect(expressionsOf(template, 'AvailabilityPage1hLong')).toEqual(
      expect.arrayContaining(['SampleCount of Count', 'Sum of 5XXError']),
    );
    expect(expressionsOf(template, 'LatencyP99Page1hLong')).toContain('PR(:200) of Latency');
    expect(firstMetric(template, 'AvailabilityPage1hLong')).toEqual(
      expect.objectContaining({
        Namespace: 'AWS/ApiGateway',
        Dimensions: [
          { Name: 'ApiName', Value: 'Api' },
          { Name: 'Stage', Value: { Ref: expect.stringContaining('DeploymentStagelive') } },
        ],
      }),
    );
  });

  test('a distribution: a rate of requests, in us-east-1', () => {
    const stack = regionalStack(testApp());
    watch(stack, { source: SloSource.distribution(distribution(stack)) });
    expect(expressionsOf(Template.fromStack(stack), 'Page1hLong')).toEqual(
      expect.arrayContaining([
        'Sum of Requests',
        'Average of 5xxErrorRate',
        'FILL(errorRate, 0) / 100 * FILL(requests, 0)',
      ]),
    );
  });

  test.each([
    [{ total: jobs('All'), good: jobs('Good') }, 'FILL(all, 0) - FILL(well, 0)'],
    [{ good: jobs('Good'), failed: jobs('Bad') }, 'FILL(well, 0) + FILL(bad, 0)'],
  ])('the third of three counts follows from two', (metrics, expression) => {
    const { template } = made({ source: SloSource.custom(metrics) });
    expect(expressionsOf(template, 'Page1hLong')).toContain(expression);
  });

  test.each([
    [cloudwatch.Unit.SECONDS, 'PR(:0.25)'],
    [undefined, 'PR(:250)'],
    [cloudwatch.Unit.MICROSECONDS, 'PR(:250000)'],
  ])('a latency in %s is compared in that unit', (latencyUnit, statistic) => {
    const source = SloSource.custom({ total: jobs('All'), failed: jobs('Bad'), latency: jobs('Took'), latencyUnit });
    const objective = new ServiceLevelObjective({ availability: 99.9, latency: [within(99, 250)] });
    expect(expressionsOf(made({ source, objective }).template, 'LatencyP99Page1hLong')).toContain(
      `${statistic} of Took`,
    );
  });
});

function distribution(stack: Stack): cloudfront.IDistribution {
  const attributes = { distributionId: 'EDFDVBD6EXAMPLE', domainName: 'd111111abcdef8.cloudfront.net' };
  return cloudfront.Distribution.fromDistributionAttributes(stack, 'Site', attributes);
}

describe('options', () => {
  test('silence pages if it was asked for', () => {
    const { template } = made({ noTrafficFor: Duration.minutes(15) });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^Page') }],
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
      Metrics: Match.arrayWith([Match.objectLike({ MetricStat: Match.objectLike({ Period: 900 }) })]),
    });
  });

  test('Application Signals keeps the same promises, with the windows of the alerts', () => {
    const latency = SloSource.custom({ total: jobs('All'), failed: jobs('Bad'), latency: jobs('Took') });
    const { template } = made({
      source: latency,
      objective: new ServiceLevelObjective({
        availability: 99.9,
        latency: [within(99, 250)],
        window: Duration.days(28),
      }),
      applicationSignals: ApplicationSignals.service({ name: 'orders', environment: 'ecs:shop' }),
    });
    const goal = { AttainmentGoal: 99.9, Interval: { RollingInterval: { Duration: 28, DurationUnit: 'DAY' } } };
    template.hasResourceProperties('AWS::ApplicationSignals::ServiceLevelObjective', {
      Name: 'orders Availability',
      Goal: goal,
      RequestBasedSli: {
        RequestBasedSliMetric: {
          KeyAttributes: { Type: 'Service', Name: 'orders', Environment: 'ecs:shop' },
          MetricType: 'AVAILABILITY',
        },
      },
      BurnRateConfigurations: [5, 30, 60, 360, 4320].map((LookBackWindowMinutes) => ({ LookBackWindowMinutes })),
    });
    template.hasResourceProperties('AWS::ApplicationSignals::ServiceLevelObjective', {
      Name: 'orders LatencyP99',
      Goal: { ...goal, AttainmentGoal: 99 },
      RequestBasedSli: { MetricThreshold: 250, ComparisonOperator: 'LessThanOrEqualTo' },
    });
  });

  test('Application Signals takes ten windows', () => {
    const hours = [1, 2, 3, 4, 5, 6].map((within) => ({ budgetPercent: 2, within: Duration.hours(within) }));
    const alerts = BurnRateAlerts.of(...hours.map((options) => BurnRateAlert.page(options)));
    const applicationSignals = ApplicationSignals.service({ name: 'orders', environment: 'ecs:shop' });
    expect(codes({ alerts, applicationSignals })).toEqual(['TooManySignalsWindows']);
    expect(made({ alerts }).slo.alarms).toHaveLength(6);
  });

  test('an alert below the rate that the budget endures is a warning with its numbers', () => {
    const objective = new ServiceLevelObjective({ availability: 99.9, window: Duration.days(7) });
    const warnings = (alerts?: BurnRateAlerts) =>
      watch(regionalStack(testApp()), { objective, alerts }).node.metadata.filter(
        ({ type }) => type === 'aws:cdk:warning',
      );
    expect(warnings(BurnRateAlerts.standard())).toEqual([
      expect.objectContaining({ data: expect.stringContaining('Ticket3d at 0.233333333333 times the rate') }),
    ]);
    expect(warnings()).toEqual([]);
  });
});

describe('errors', () => {
  const objective = (availability: number, rest = {}) => new ServiceLevelObjective({ availability, ...rest });

  test('fails for an alert that not even a total outage reaches', () => {
    expect(codes({ objective: objective(93.05) })).toEqual(['BurnRateNeverReached']);
    expect(codes({ objective: objective(83) })).toEqual(['BurnRateNeverReached', 'BurnRateNeverReached']);
    expect(() => made({ objective: objective(93.06) })).not.toThrow();
    expect(errorOf(() => made({ objective: objective(90) })).message.split('\n')[0]).toBe(
      'Test/Slo: [BurnRateNeverReached] alerts.Page1h is ' +
        "'144 percent failed requests (burn rate 14.4)'; allowed: an objective above 93.0556 percent for this alert; " +
        'here at most 10 percent of the requests of 30 days fail. ' +
        'Let Page1h go off at a smaller share of the budget than 2 percent, or over a longer time.',
    );
  });

  test('fails for a latency goal that the alerts are too coarse for, unless it has alerts of its own', () => {
    const source = SloSource.custom({ total: jobs('All'), failed: jobs('Bad'), latency: jobs('Took') });
    const coarse = { source, objective: objective(99.9, { latency: [within(90, 100)] }) };
    expect(codes(coarse)).toEqual(['BurnRateNeverReached']);
    const latencyAlerts = BurnRateAlerts.of(BurnRateAlert.page({ budgetPercent: 5, within: Duration.hours(6) }));
    expect(made({ ...coarse, latencyAlerts }).slo.alarms).toHaveLength(4);
  });

  test('fails for an alert over a longer time than the objective', () => {
    const short = objective(99.9, { window: Duration.days(2) });
    expect(codes({ objective: short, alerts: BurnRateAlerts.standard() })).toEqual(['AlertLongerThanObjective']);
  });

  test('fails for metrics of another region', () => {
    const elsewhere = regionalStack(testApp(), 'Test', 'eu-west-1');
    const site = SloSource.distribution(distribution(elsewhere));
    expect(codesOf(() => watch(elsewhere, { source: site }))).toEqual(['MetricInOtherRegion']);
    const anywhere = new Stack(testApp(), 'Anywhere');
    expect(codesOf(() => watch(anywhere, { source: SloSource.distribution(distribution(anywhere)) }))).toEqual([
      'MetricInOtherRegion',
    ]);
  });

  test('fails for latency goals that the source does not measure, and for two goals of a percentile', () => {
    expect(codes({ objective: objective(99.9, { latency: [within(99, 100)] }) })).toEqual(['LatencyNotMeasured']);
    expect(codes({ objective: objective(99.9, { latency: [within(99, 100), within(99, 200)] }) })).toEqual([
      'LatencyNotMeasured',
      'DuplicateLatencyGoal',
    ]);
  });

  test('fails for guards and silences that make no sense', () => {
    const guards = { minimumRequestsPerMinute: -1, minimumFailures: 0.5, noTrafficFor: Duration.seconds(90) };
    expect(codes(guards)).toEqual(['TrafficGuardOutOfRange', 'TrafficGuardOutOfRange', 'NoTrafficPeriodInvalid']);
  });

  test('fails for alerts that make no sense', () => {
    const hour = { budgetPercent: 2, within: Duration.hours(1) };
    expect(codesOf(() => BurnRateAlert.page({ ...hour, budgetPercent: 0 }))).toEqual(['BudgetShareOutOfRange']);
    expect(codesOf(() => BurnRateAlert.page({ ...hour, confirmedWithin: Duration.seconds(90) }))).toEqual([
      'AlertWindowInvalid',
    ]);
    expect(codesOf(() => BurnRateAlert.page({ ...hour, confirmedWithin: Duration.hours(2) }))).toEqual([
      'AlertWindowsReversed',
    ]);
    expect(codesOf(() => BurnRateAlerts.of())).toEqual(['NoAlerts']);
    expect(codesOf(() => BurnRateAlerts.of(BurnRateAlert.page(hour), BurnRateAlert.page(hour)))).toEqual([
      'DuplicateAlert',
    ]);
  });

  test('fails for counts from which nothing follows, and for a unit that is no time', () => {
    const all = { total: jobs('All'), good: jobs('Good'), failed: jobs('Bad') };
    expect(codesOf(() => SloSource.custom(all))).toEqual(['TwoCountsNeeded']);
    expect(codesOf(() => SloSource.custom({ total: jobs('All') }))).toEqual(['TwoCountsNeeded']);
    const bytes = { total: jobs('All'), good: jobs('Good'), latencyUnit: cloudwatch.Unit.BYTES };
    expect(codesOf(() => SloSource.custom(bytes))).toEqual(['NotALatencyUnit']);
  });

  test('fails for a service without a name', () => {
    expect(codesOf(() => ApplicationSignals.service({ name: '', environment: ' ' }))).toEqual([
      'SignalsServiceUnnamed',
      'SignalsServiceUnnamed',
    ]);
  });
});
