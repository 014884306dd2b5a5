import { Duration } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-autoscaling';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LoadMetric, type PredictiveOptions, ScalingPolicy } from '../../../constructs/compute';
import { scalingPolicyChecks, scalingPolicyId } from '../../../constructs/compute/scaling-policy-checks';
import { problemsIn } from '../../../constructs/core/errors';

const metric = new Metric({ namespace: 'Shop', metricName: 'OrdersPerMember' });
const ofResult = new MathExpression({ expression: 'result / 2', usingMetrics: { result: metric } });
const at = Schedule.expression('0 8 * * 1-5');

const codes = (policies: ScalingPolicy[], hasLoadBalancer = true) =>
  problemsIn('Policies', scalingPolicyChecks(policies, { minimum: 3, maximum: 6, hasLoadBalancer })).map(
    (problem) => problem.code,
  );

test('all kinds can be combined', () => {
  const policies = [
    ScalingPolicy.cpu(100),
    ScalingPolicy.memory(0.5),
    ScalingPolicy.requests(1000),
    ScalingPolicy.metric({ name: 'Orders', metric, target: 5 }),
    ScalingPolicy.schedule({ at, minimum: 4 }),
    ScalingPolicy.predictive({
      load: LoadMetric.REQUESTS,
      target: 1000,
      lead: Duration.minutes(59),
      maximumBuffer: 100,
    }),
    ScalingPolicy.step({
      name: 'Burst',
      metric,
      steps: [
        { upper: 10, change: -1 },
        { lower: 50, change: 2 },
      ],
    }),
  ];
  expect(codes(policies)).toEqual([]);
});

test.each([
  ['PercentOutOfRange', ScalingPolicy.cpu(0)],
  ['PercentOutOfRange', ScalingPolicy.cpu(101)],
  ['PercentOutOfRange', ScalingPolicy.memory(-1)],
  ['PercentOutOfRange', ScalingPolicy.memory(Number.NaN)],
  ['PercentOutOfRange', ScalingPolicy.predictive({ load: LoadMetric.CPU, target: 150 })],
  ['TargetNotPositive', ScalingPolicy.requests(0)],
  ['TargetNotPositive', ScalingPolicy.metric({ name: 'Orders', metric, target: -5 })],
  ['TargetNotPositive', ScalingPolicy.predictive({ load: LoadMetric.REQUESTS, target: 0 })],
  ['ScheduleWithoutChange', ScalingPolicy.schedule({ at })],
  ['ScheduleOutOfRange', ScalingPolicy.schedule({ at, minimum: 4, maximum: 3 })],
  ['ScheduleOutOfRange', ScalingPolicy.schedule({ at, minimum: 1.5 })],
  ['ScheduleBeyondCapacity', ScalingPolicy.schedule({ at, minimum: 7 })],
  ['ScheduleBeyondCapacity', ScalingPolicy.schedule({ at, maximum: 2 })],
  ['PredictiveWithoutLoadMetric', ScalingPolicy.predictive({ target: 50 } as PredictiveOptions)],
  ['ReservedMetricId', ScalingPolicy.metric({ name: 'Orders', metric: ofResult, target: 5 })],
  ['LeadOutOfRange', ScalingPolicy.predictive({ load: LoadMetric.CPU, target: 50, lead: Duration.hours(1) })],
  ['BufferOutOfRange', ScalingPolicy.predictive({ load: LoadMetric.CPU, target: 50, maximumBuffer: 101 })],
  [
    'StepsOverlap',
    ScalingPolicy.step({
      name: 'Burst',
      metric,
      steps: [
        { upper: 60, change: -1 },
        { lower: 50, change: 1 },
      ],
    }),
  ],
  ['TooFewSteps', ScalingPolicy.step({ name: 'Burst', metric, steps: [] })],
  ['TooFewSteps', ScalingPolicy.step({ name: 'Burst', metric, steps: [{ lower: 1, change: 1 }] })],
  ['StepWithoutBound', ScalingPolicy.step({ name: 'Burst', metric, steps: [{ change: 1 }, { lower: 50, change: 2 }] })],
  [
    'StepWithoutBound',
    ScalingPolicy.step({
      name: 'Burst',
      metric,
      steps: [
        { lower: 9, upper: 9, change: 1 },
        { lower: 50, change: 2 },
      ],
    }),
  ],
])('fails with %s', (code, policy) => {
  expect(codes([policy])).toEqual([code]);
});

test('one schedule may make room for another', () => {
  const evening = Schedule.expression('0 20 * * 1-5');
  const raise = ScalingPolicy.schedule({ at: evening, maximum: 20 });
  expect(codes([ScalingPolicy.schedule({ at, minimum: 7 }), raise])).toEqual([]);
});

test('fails when requests are scaled on without a load balancer', () => {
  const policies = [ScalingPolicy.requests(10), ScalingPolicy.predictive({ load: LoadMetric.REQUESTS, target: 10 })];
  expect(codes(policies, false)).toEqual(['ScalingNeedsLoadBalancer', 'ScalingNeedsLoadBalancer']);
  expect(codes([ScalingPolicy.predictive({ load: LoadMetric.CPU, target: 50 })], false)).toEqual([]);
});

test('fails when a policy is there twice', () => {
  expect(codes([ScalingPolicy.cpu(40), ScalingPolicy.cpu(50)])).toEqual(['DuplicateScalingPolicy']);
  expect(codes([ScalingPolicy.schedule({ at, minimum: 1 }), ScalingPolicy.schedule({ at, minimum: 2 })])).toHaveLength(
    1,
  );
});

test('ids follow from what a policy is, not from its position', () => {
  expect(scalingPolicyId(ScalingPolicy.cpu(40)._spec)).toBe('Cpu');
  expect(scalingPolicyId(ScalingPolicy.schedule({ at: Schedule.expression('0 8/2 * * *'), minimum: 1 })._spec)).toBe(
    'Schedule 0 8 2 * * * UTC',
  );
  expect(scalingPolicyId(ScalingPolicy.metric({ name: 'Orders', metric, target: 1 })._spec)).toBe('Metric Orders');
});
