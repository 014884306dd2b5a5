import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import {
  AnomalyAlarm,
  type AnomalyAlarmProps,
  AnomalyDirection,
  BusinessMetric,
} from '../../../../constructs/observability';
import { NotificationTopic, PlatformKey } from '../../../../constructs/security';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { regionalStack } from '../../../_helpers/stacks';
import { Synthesis, testApp } from '../../../_helpers/synthesis';

const metric = new BusinessMetric({ metricNamespace: 'Shop', metricName: 'Orders' }).metric();

function alarm(props: Partial<AnomalyAlarmProps> = {}, stack = regionalStack(testApp())): AnomalyAlarm {
  const { key } = new PlatformKey(stack, 'Key');
  const notifications = new NotificationTopic(stack, 'Told', { key }).topic;
  return new AnomalyAlarm(stack, 'Orders', { metric, notifications, ...props });
}

const templateOf = (made: AnomalyAlarm) => Template.fromStack(made.alarm.stack);

describe('policy packs and schemas', () => {
  const synthesis = new Synthesis((app) => {
    alarm({}, regionalStack(app, 'Minimal'));
    const direction = AnomalyDirection.BELOW;
    alarm({ direction, bandWidth: 2, evaluationPeriods: 5, datapointsToAlarm: 4 }, regionalStack(app, 'Maximal'));
  });

  test('nothing is open or acknowledged', () => {
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual([]);
  });
});

test('goes off when three periods in a row are outside a band of three deviations, and tells somebody', () => {
  const template = templateOf(alarm());
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmActions: [{ Ref: Match.stringLikeRegexp('^Told') }],
    ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
    EvaluationPeriods: 3,
    Threshold: Match.absent(),
    ThresholdMetricId: 'expr_1',
    TreatMissingData: 'notBreaching',
    Metrics: Match.arrayWith([Match.objectLike({ Id: 'expr_1', Expression: 'ANOMALY_DETECTION_BAND(m0, 3)' })]),
  });
});

test('a metric that must not fall is expected to be reported', () => {
  const template = templateOf(alarm({ direction: AnomalyDirection.BELOW, bandWidth: 2 }));
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    ComparisonOperator: 'LessThanLowerThreshold',
    TreatMissingData: 'breaching',
    Metrics: Match.arrayWith([Match.objectLike({ Expression: 'ANOMALY_DETECTION_BAND(m0, 2)' })]),
  });
});

test('what missing data says can be chosen', () => {
  const treatMissingData = cloudwatch.TreatMissingData.IGNORE;
  const template = templateOf(alarm({ direction: AnomalyDirection.ABOVE, treatMissingData }));
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    ComparisonOperator: 'GreaterThanUpperThreshold',
    TreatMissingData: 'ignore',
  });
});

test.each([
  [Duration.minutes(5), 288, '288: alarms look back for a day, or a week in periods of an hour and more'],
  [Duration.hours(1), 168, '168: alarms look back for a day, or a week in periods of an hour and more'],
])('fails for more periods of %s than CloudWatch looks at', (period, most, allowed) => {
  const slow = new cloudwatch.MathExpression({ expression: 'orders * 1', usingMetrics: { orders: metric }, period });
  expect(() => alarm({ metric: slow, evaluationPeriods: most })).not.toThrow();
  expect(errorOf(() => alarm({ metric: slow, evaluationPeriods: most + 1 })).message).toContain(allowed);
});

test('fails for a metric of another region, which no alarm sees', () => {
  const elsewhere = metric.with({ region: 'sa-east-1' });
  expect(errorOf(() => alarm({ metric: elsewhere })).message).toContain("[MetricInOtherRegion] metric is 'sa-east-1'");
});

test('fails for a band and periods that make no sense', () => {
  expect(codesOf(() => alarm({ bandWidth: 0, evaluationPeriods: 0 }))).toEqual([
    'BandWidthOutOfRange',
    'EvaluationPeriodsOutOfRange',
    'DatapointsOutOfRange',
  ]);
  expect(errorOf(() => alarm({ datapointsToAlarm: 4 })).message).toBe(
    'Test/Orders: [DatapointsOutOfRange] datapointsToAlarm is 4; allowed: a whole number from 1 to 3. ' +
      'State how many of the periods have to be outside the band.',
  );
});
