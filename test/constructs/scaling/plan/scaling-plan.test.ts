import { type App, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Schedule } from 'aws-cdk-lib/aws-autoscaling';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LoadMetric, ScalingPolicy } from '../../../../constructs/compute';
import { PrewarmTarget } from '../../../../constructs/scaling/calendar/prewarm-target';
import { ScalingPlan, type ScalingPlanProps } from '../../../../constructs/scaling/plan/scaling-plan';
import { Forecast } from '../../../../constructs/scaling/plan/tier-forecast';
import { ScalingTier } from '../../../../constructs/scaling/plan/tier-scaling';
import { NotificationTopic } from '../../../../constructs/security';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { Synthesis, testApp } from '../../../_helpers/synthesis';
import { ACKNOWLEDGED_AROUND, type Entry, warningsOf } from '../../compute/load-balancer-fixture';
import { around, elsewhere, fleetIn, sale, serviceIn } from '../scaling-fixture';

const POLICY = 'AWS::AutoScaling::ScalingPolicy';
const TASK_POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const ORDERS = ScalingPolicy.metric({
  name: 'Orders',
  metric: new cloudwatch.Metric({ namespace: 'Shop', metricName: 'OrdersPerMember' }),
  target: 20,
});
const NIGHT = ScalingPolicy.schedule({ at: Schedule.cron({ hour: '22', minute: '0' }), minimum: 6 });

/** A plan of the least that can be said. */
function minimal(app: App): ScalingPlan {
  const surroundings = around(app);
  const tier = ScalingTier.service(serviceIn(surroundings).service);
  return new ScalingPlan(surroundings.stack, 'ApiScaling', { tier, logVault: surroundings.logVault });
}

/** A plan with all signals and all kinds of targets. */
function maximal(app: App): ScalingPlan {
  const surroundings = around(app);
  const { stack, logVault, platformKey } = surroundings;
  const web = fleetIn(surroundings);
  const { table, alias } = elsewhere(surroundings);
  const plan = new ScalingPlan(stack, 'WebScaling', {
    tier: ScalingTier.fleet(web.fleet),
    logVault,
    notifications: new NotificationTopic(stack, 'Operations', { key: platformKey.key }).topic,
    load: [ScalingPolicy.requests(1200), ScalingPolicy.cpu(60)],
    forecast: Forecast.act({ lead: Duration.minutes(8), maximumBuffer: 10 }),
    recurring: [NIGHT],
    business: [ORDERS],
    events: [
      sale({
        targets: [
          PrewarmTarget.members(40),
          PrewarmTarget.loadBalancerCapacity(web.loadBalancer.alb, 500),
          PrewarmTarget.tableThroughput(table, { reads: 40000, writes: 20000 }),
          PrewarmTarget.provisionedConcurrency(alias, 100),
        ],
      }),
      sale({ name: 'sale-2025', start: '2025-11-28T08:00:00Z', end: '2025-11-29T20:00:00Z' }),
    ],
  });
  Validations.of(plan).acknowledge(
    { id: 'cdk-nines::ScheduleDuringEvent', reason: 'The sale lasts over the night.' },
    { id: 'cdk-nines::AboveDefaultQuota', reason: 'The account may reserve 2,000 units.' },
  );
  return plan;
}

describe('synthesis', () => {
  test('of the least finds nothing', () => {
    const synthesis = new Synthesis((app) => void minimal(app));
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual(ACKNOWLEDGED_AROUND);
  });

  test('of everything finds nothing', () => {
    const synthesis = new Synthesis((app) => void maximal(app));
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual(['AwsSolutions-IAM5[Resource::*]', ...ACKNOWLEDGED_AROUND]);
  });

  test('gives the same bytes every time', () => {
    const synthesize = () => {
      const plan = maximal(testApp());
      return JSON.stringify(Template.fromStack(Stack.of(plan)).toJSON());
    };
    expect(synthesize()).toBe(synthesize());
  });
});

describe('a plan', () => {
  const least = Template.fromStack(Stack.of(minimal(testApp())));
  const whole = maximal(testApp());
  const most = Template.fromStack(Stack.of(whole));

  test('follows the processor and watches the forecast of it, unless it says otherwise', () => {
    least.resourceCountIs(TASK_POLICY, 2);
    least.hasResourceProperties(TASK_POLICY, { TargetTrackingScalingPolicyConfiguration: { TargetValue: 50 } });
    least.hasResourceProperties(TASK_POLICY, {
      PredictiveScalingPolicyConfiguration: { Mode: 'ForecastOnly', MetricSpecifications: [{ TargetValue: 50 }] },
    });
    least.resourceCountIs('AWS::StepFunctions::StateMachine', 0);
    least.resourceCountIs('AWS::Scheduler::Schedule', 0);
  });

  test('lets a forecast act on what the load policies keep', () => {
    most.hasResourceProperties(POLICY, {
      PredictiveScalingConfiguration: {
        Mode: 'ForecastAndScale',
        MaxCapacityBuffer: 10,
        SchedulingBufferTime: 480,
        MetricSpecifications: [
          { TargetValue: 1200, PredefinedMetricPairSpecification: { PredefinedMetricType: 'ALBRequestCount' } },
        ],
      },
    });
  });

  test('has a policy for each signal', () => {
    most.resourceCountIs(POLICY, 4);
    most.resourceCountIs('AWS::AutoScaling::ScheduledAction', 1);
  });

  test('starts each event once a year, by a schedule that is never in the past, under a name of its own', () => {
    most.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(0 4 27 11 ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      StartDate: Match.absent(),
      EndDate: Match.absent(),
      Target: { Input: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('sale-2026-20261127T080000Z')])] } },
    });
    expect(whole.schedules).toHaveLength(2);
  });

  test('keeps one workflow for all events, without their names or times', () => {
    most.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
    const [machine] = Object.values(most.findResources('AWS::StepFunctions::StateMachine'));
    expect(JSON.stringify(machine.Properties.DefinitionString)).not.toMatch(/sale|2026/);
    expect(machine.Properties).toMatchObject({
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: true },
      TracingConfiguration: { Enabled: true },
    });
  });

  test('lets the workflow change what the events name, and nothing else', () => {
    const [[, role]] = Object.entries(most.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) =>
      id.startsWith('WebScalingPrewarmRole'),
    );
    const statements: { Action: string | string[]; Resource: unknown }[] = role.Properties.PolicyDocument.Statement;
    const everywhere = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
    expect(everywhere.filter((action) => !/^(logs|xray):/.test(action))).toEqual([
      'autoscaling:DescribeAutoScalingGroups',
      'elasticloadbalancing:DescribeCapacityReservation',
    ]);
    expect(statements).toContainEqual(
      expect.objectContaining({ Action: ['dynamodb:DescribeTable', 'dynamodb:UpdateTable'] }),
    );
  });

  test('tells when the workflow fails, is stopped or does not start', () => {
    expect(whole.alarms).toHaveLength(3);
    const topic = { Ref: Match.stringLikeRegexp('^OperationsTopic') };
    for (const MetricName of ['ExecutionsFailed', 'ExecutionsAborted', 'InvocationDroppedCount']) {
      most.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName, AlarmActions: [topic] });
    }
  });

  test('leaves the size of a group alone when a deployment does', () => {
    most.hasResource('AWS::AutoScaling::AutoScalingGroup', {
      UpdatePolicy: { AutoScalingScheduledAction: { IgnoreUnmodifiedGroupSizeProperties: true } },
    });
  });

  test('warns when schedules and events set the same minimum', () => {
    const surroundings = around(testApp());
    const tier = ScalingTier.service(serviceIn(surroundings).service);
    const events = [sale(), sale({ name: 'sale-2025', start: '2025-11-28T08:00:00Z', end: '2025-11-29T20:00:00Z' })];
    const { stack, logVault } = surroundings;
    const plan = new ScalingPlan(stack, 'Plan', { tier, logVault, recurring: [NIGHT], events });
    expect(warningsOf(plan)).toEqual([expect.stringContaining('1 schedules and 2 events set the minimum')]);
  });

  test('warns of what the quotas of a new account do not allow', () => {
    const surroundings = around(testApp());
    const { table, alias } = elsewhere(surroundings);
    const { service, loadBalancer } = serviceIn(surroundings);
    const targets = [
      PrewarmTarget.loadBalancerCapacity(loadBalancer.alb, 100),
      PrewarmTarget.tableThroughput(table, { writes: 50000 }),
      PrewarmTarget.provisionedConcurrency(alias, 901),
    ];
    const tier = ScalingTier.service(service);
    const { stack, logVault } = surroundings;
    expect(warningsOf(new ScalingPlan(stack, 'Plan', { tier, logVault, events: [sale({ targets })] }))).toEqual([
      expect.stringContaining('100 capacity units of Test/Api/Entry/Alb: a region may reserve 0'),
      expect.stringContaining('0 reads and 50000 writes per second of Test/Orders: a table may have 40000'),
      expect.stringContaining('901 environments of Test/QuoteLive: a region may have 1000'),
    ]);
  });

  test('has no forecast of what cannot be forecast', () => {
    const surroundings = around(testApp());
    const tier = ScalingTier.service(serviceIn(surroundings).service);
    const load = [ScalingPolicy.memory(60)];
    new ScalingPlan(surroundings.stack, 'Plan', { tier, load, logVault: surroundings.logVault });
    Template.fromStack(surroundings.stack).resourceCountIs(TASK_POLICY, 1);
  });
});

describe('fails', () => {
  function planOf(props: Partial<ScalingPlanProps>, surroundings: Entry = around(testApp())): ScalingPlan {
    const tier = props.tier ?? ScalingTier.fleet(fleetIn(surroundings).fleet);
    return new ScalingPlan(surroundings.stack, 'Plan', { tier, logVault: surroundings.logVault, ...props });
  }

  test.each<[string, Partial<ScalingPlanProps>]>([
    ['NoLoadSignal', { load: [], forecast: Forecast.none(), recurring: [NIGHT] }],
    ['SignalMisplaced', { load: [ScalingPolicy.cpu(50), ORDERS] }],
    ['SignalMisplaced', { load: [ScalingPolicy.cpu(50), NIGHT] }],
    ['SignalMisplaced', { business: [ScalingPolicy.memory(50)] }],
    ['SignalMisplaced', { recurring: [ScalingPolicy.memory(50)] }],
    ['ForecastOfNothing', { forecast: Forecast.watch({ target: 50 }) }],
    ['ForecastOfNothing', { forecast: Forecast.act({ load: LoadMetric.CPU }) }],
    ['ForecastOfNothing', { load: [ScalingPolicy.memory(50)], forecast: Forecast.watch() }],
    ['LeadOutOfRange', { forecast: Forecast.watch({ lead: Duration.hours(1) }) }],
    ['DuplicateScalingPolicy', { load: [ScalingPolicy.cpu(50), ScalingPolicy.cpu(60)] }],
    ['PrewarmAboveMaximum', { events: [sale({ targets: [PrewarmTarget.members(61)] })] }],
    ['PrewarmBelowMinimum', { events: [sale({ targets: [PrewarmTarget.members(6)] })] }],
    ['PrewarmNotWhole', { events: [sale({ targets: [PrewarmTarget.members(7.5)] })] }],
  ])('with %s', (code, props) => {
    expect(codesOf(() => planOf(props))).toEqual([code]);
  });

  test('with targets that are too small, empty, or scaled by somebody else', () => {
    const surroundings = around(testApp());
    const web = fleetIn(surroundings);
    const { table } = elsewhere(surroundings);
    const handler = new lambda.Function(surroundings.stack, 'Handler', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = () => undefined;'),
      reservedConcurrentExecutions: 49,
    });
    const alias = new lambda.Alias(surroundings.stack, 'Live', { aliasName: 'live', version: handler.currentVersion });
    alias.addAutoScaling({ maxCapacity: 10 });
    const targets = [
      PrewarmTarget.loadBalancerCapacity(web.loadBalancer.alb, 99),
      PrewarmTarget.tableThroughput(table, {}),
      PrewarmTarget.provisionedConcurrency(alias, 50),
    ];
    const tier = ScalingTier.fleet(web.fleet);
    expect(codesOf(() => planOf({ tier, events: [sale({ targets })] }, surroundings))).toEqual([
      'PrewarmNotWhole',
      'NothingToWarm',
      'ConcurrencyScaledAlready',
      'ProvisionedAboveReserved',
    ]);
  });

  test('with a lead that is shorter than its slowest target, by name', () => {
    const surroundings = around(testApp());
    const web = fleetIn(surroundings);
    const targets = [PrewarmTarget.members(40), PrewarmTarget.loadBalancerCapacity(web.loadBalancer.alb, 500)];
    const events = [sale({ preWarmLead: Duration.hours(1), targets })];
    const error = errorOf(() => planOf({ tier: ScalingTier.fleet(web.fleet), events }, surroundings));
    expect(error.message).toBe(
      "Test/Plan: [LeadTooShort] events sale-2026 preWarmLead is '3600 seconds'; allowed: 10800 seconds or more: so long it takes " +
        'until there are 500 capacity units of Test/Web/Entry/Alb. Begin earlier, or state a shorter time for this target if you ' +
        'have measured it.',
    );
  });

  test('with a fleet of more members than the workflow can count', () => {
    const surroundings = around(testApp());
    const tier = ScalingTier.fleet(fleetIn(surroundings, { maximum: 500 }).fleet);
    expect(codesOf(() => planOf({ tier, events: [sale()] }, surroundings))).toEqual(['TierTooLarge']);
  });

  test('with a tier that has policies of its own, or a plan already', () => {
    const surroundings = around(testApp());
    const tier = ScalingTier.fleet(fleetIn(surroundings, { scaling: [ScalingPolicy.cpu(50)] }).fleet);
    expect(codesOf(() => planOf({ tier }, surroundings))).toEqual(['TierScaledAlready']);
    const free = ScalingTier.service(serviceIn(surroundings, { scaling: [] }).service);
    new ScalingPlan(surroundings.stack, 'First', { tier: free, logVault: surroundings.logVault });
    const second = () => new ScalingPlan(surroundings.stack, 'Second', { tier: free, logVault: surroundings.logVault });
    expect(codesOf(second)).toEqual(['TierScaledAlready']);
  });

  test('with a service that only has schedules of its own', () => {
    const surroundings = around(testApp());
    const tier = ScalingTier.service(serviceIn(surroundings, { scaling: [NIGHT] }).service);
    expect(codesOf(() => planOf({ tier }, surroundings))).toEqual(['TierScaledAlready']);
  });

  test.each(['fleet', 'service'])('at synthesis when a %s gets a policy later', (kind) => {
    const app = testApp();
    const surroundings = around(app);
    const { fleet } = fleetIn(surroundings);
    const { service } = serviceIn(surroundings);
    const owner = kind === 'fleet' ? fleet : service;
    planOf({ tier: kind === 'fleet' ? ScalingTier.fleet(fleet) : ScalingTier.service(service) }, surroundings);
    owner.addScaling(NIGHT);
    expect(() => app.synth()).toThrow('[TierScaledElsewhere]');
  });

  test('with events of two plans that raise one resource at the same time', () => {
    const surroundings = around(testApp());
    const { stack, logVault } = surroundings;
    const web = fleetIn(surroundings);
    const api = serviceIn(surroundings);
    const events = [sale({ targets: [PrewarmTarget.loadBalancerCapacity(web.loadBalancer.alb, 500)] })];
    new ScalingPlan(stack, 'Web scaling', { tier: ScalingTier.fleet(web.fleet), logVault, events });
    const tier = ScalingTier.service(api.service);
    expect(codesOf(() => new ScalingPlan(stack, 'Api scaling', { tier, logVault, events }))).toEqual(['EventsOverlap']);
  });

  test('with every mistake at once', () => {
    const events = [
      sale({ name: 'one two', end: 'later', targets: [] }),
      sale({ preWarmLead: Duration.minutes(1), targets: [PrewarmTarget.members(100)] }),
    ];
    const codes = codesOf(() => planOf({ load: [NIGHT], forecast: Forecast.none(), events }));
    expect(codes).toEqual([
      'SignalMisplaced',
      'EventNameInvalid',
      'InstantInvalid',
      'NothingToWarm',
      'LeadTooShort',
      'PrewarmAboveMaximum',
    ]);
  });
});
