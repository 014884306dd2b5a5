import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Schedule } from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ContainerService, LoadMetric, ScalingPolicy } from '../../../constructs/compute';
import { metricQueries } from '../../../constructs/compute/metric-queries';
import { applicationSchedule } from '../../../constructs/compute/service-schedule';
import { codesOf } from '../../_helpers/errors';
import { surroundings } from '../../_helpers/stacks';
import { testApp } from '../../_helpers/synthesis';

const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:stable');
const orders = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'OpenOrders', period: Duration.minutes(1) });

function serviceWith(...scaling: ScalingPolicy[]): ContainerService {
  const { stack, network, logVault } = surroundings(testApp());
  return new ContainerService(stack, 'Service', { network, logVault, image, peakMembers: 2, scaling });
}

const doubled = new cloudwatch.MathExpression({ expression: 'orders * 2', usingMetrics: { orders } });
const growth = new cloudwatch.MathExpression({ expression: 'doubled + orders', usingMetrics: { doubled, orders } });
const steps = [
  { upper: 10, change: -1 },
  { lower: 100, change: 2 },
  { lower: 200, change: 4 },
];

/** Of a service with a policy of each kind that needs no load balancer; synthesized once. */
let template: Template;

beforeAll(() => {
  const at = Schedule.cron({ minute: '30', hour: '8', weekDay: '1-5' });
  const made = serviceWith(
    ScalingPolicy.cpu(40),
    ScalingPolicy.memory(70),
    ScalingPolicy.metric({ name: 'Orders', metric: orders, target: 10 }),
    ScalingPolicy.metric({ name: 'Growth', metric: growth, target: 20 }),
    ScalingPolicy.step({ name: 'Orders', metric: orders, steps }),
    ScalingPolicy.schedule({ at, minimum: 6, timeZone: 'Europe/Berlin' }),
    ScalingPolicy.predictive({ load: LoadMetric.CPU, target: 50 }),
  );
  made.addScaling(ScalingPolicy.backlog(new sqs.Queue(made.service.stack, 'Queue'), 100));
  template = Template.fromStack(made.service.stack);
});

test('keeps CPU at a percentage; out fast, in slowly', () => {
  template.hasResourceProperties(POLICY, {
    TargetTrackingScalingPolicyConfiguration: {
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      TargetValue: 40,
      ScaleOutCooldown: 60,
      ScaleInCooldown: 300,
    },
  });
});

test('keeps memory at a percentage', () => {
  template.hasResourceProperties(POLICY, {
    TargetTrackingScalingPolicyConfiguration: {
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageMemoryUtilization' },
      TargetValue: 70,
    },
  });
});

test('divides the visible messages by the running tasks', () => {
  template.hasResourceProperties(POLICY, {
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 100,
      CustomizedMetricSpecification: {
        Metrics: [
          Match.objectLike({
            Id: 'visible',
            ReturnData: false,
            MetricStat: metric('ApproximateNumberOfMessagesVisible', 'Sum'),
          }),
          Match.objectLike({ Id: 'running', ReturnData: false, MetricStat: metric('RunningTaskCount', 'Average') }),
          { Id: 'result', Expression: 'visible / running', ReturnData: true },
        ],
      },
    },
  });
});

test('keeps a metric of its user', () => {
  template.hasResourceProperties(POLICY, {
    TargetTrackingScalingPolicyConfiguration: {
      CustomizedMetricSpecification: { Namespace: 'Shop', MetricName: 'OpenOrders', Statistic: 'Average' },
      TargetValue: 10,
    },
  });
});

test('keeps a calculated metric, and states each of its inputs once', () => {
  const metrics = metricQueries(growth).map(({ id, returnData }) => [id, returnData]);
  expect(metrics).toEqual([
    ['orders', false],
    ['doubled', false],
    ['result', true],
  ]);
  template.hasResourceProperties(POLICY, { TargetTrackingScalingPolicyConfiguration: { TargetValue: 20 } });
});

test('adds and removes tasks in steps, by alarms that act', () => {
  template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
  template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.anyValue() });
});

test('changes the range by the calendar, in a time zone', () => {
  template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
    ScheduledActions: [
      {
        Schedule: 'cron(30 8 ? * MON-FRI *)',
        Timezone: 'Europe/Berlin',
        ScalableTargetAction: { MinCapacity: 6 },
      },
    ],
  });
});

test('shows a forecast, and acts on it only when asked to', () => {
  template.hasResourceProperties(POLICY, {
    PolicyType: 'PredictiveScaling',
    PredictiveScalingPolicyConfiguration: {
      Mode: 'ForecastOnly',
      SchedulingBufferTime: 300,
      MaxCapacityBreachBehavior: 'HonorMaxCapacity',
      MaxCapacityBuffer: Match.absent(),
      MetricSpecifications: [
        { TargetValue: 50, PredefinedMetricPairSpecification: { PredefinedMetricType: 'ECSServiceCPUUtilization' } },
      ],
    },
  });
});

test('fails on a forecast of requests that nobody counts, and on a minimum above the maximum', () => {
  const requests = ScalingPolicy.predictive({ target: 50, load: LoadMetric.REQUESTS });
  const burst = ScalingPolicy.schedule({ at: Schedule.expression('0 8 * * *'), minimum: 7 });
  expect(codesOf(() => serviceWith(requests, burst))).toEqual(['ScheduleBeyondCapacity', 'ScalingNeedsLoadBalancer']);
});

test('fails when the same kind of policy is added twice', () => {
  const made = serviceWith(ScalingPolicy.cpu(50));
  expect(codesOf(() => made.addScaling(ScalingPolicy.cpu(60)))).toEqual(['DuplicateScalingPolicy']);
});

test('fails on a schedule that Application Auto Scaling has no words for', () => {
  const policy = ScalingPolicy.schedule({ at: Schedule.expression('0 8 1 * 1'), minimum: 6 });
  expect(codesOf(() => serviceWith(policy))).toEqual(['ScheduleNotSupported']);
});

test.each([
  ['0 8 * * *', 'cron(0 8 * * ? *)'],
  ['0 8 1 * *', 'cron(0 8 1 * ? *)'],
  ['0 8 * * 0', 'cron(0 8 ? * SUN *)'],
  ['0 8 * * 7', 'cron(0 8 ? * SUN *)'],
  ['0 8 * * 1,3,6', 'cron(0 8 ? * MON,WED,SAT *)'],
  ['0 8 * 12 mon-fri', 'cron(0 8 ? 12 MON-FRI *)'],
  ['*/15 8-17 * * *', 'cron(*/15 8-17 * * ? *)'],
  ['cron(0 8 L * ? *)', 'cron(0 8 L * ? *)'],
  ['rate(1 hour)', 'rate(1 hour)'],
  ['at(2030-11-29T06:00:00)', 'at(2030-11-29T06:00:00)'],
  ['0 8 1 * 1', undefined],
  ['0 8 * * */2', undefined],
  ['0 8 * * 9', undefined],
  ['every morning', undefined],
])('writes %s as %s', (expression, written) => {
  expect(applicationSchedule(Schedule.expression(expression))).toBe(written);
});

function metric(name: string, stat: string) {
  return Match.objectLike({ Stat: stat, Metric: Match.objectLike({ MetricName: name }) });
}
