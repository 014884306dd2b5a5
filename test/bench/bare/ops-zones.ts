import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Entry } from './load-balancer';
import { balancerMetrics, math, type Metrics, targetMetrics } from './ops-metrics';
import type { OpsStack } from './ops-stack';
import { alarm } from './pieces';
import { ZONES } from './settings';

const { AVERAGE, MAXIMUM, MINIMUM, SUM } = cloudwatch.Stats;

/** One alarm per zone, which rings when the zone fails more, or is slower, than the others. */
export function watchZones(stack: OpsStack, id: string, entry: Entry): cloudwatch.CompositeAlarm {
  const alarms = ZONES.map((zone) =>
    alarm(stack, `${id}-${zone}`, stack.topics.page, {
      alarmDescription: `${stack.stackName}: ${zone} is worse than the other zones of ${id}: shift away from it`,
      metric: outlier(entry, zone),
      threshold: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
    }),
  );
  const any = new cloudwatch.CompositeAlarm(stack, `${id}-AnyZone`, {
    alarmDescription: `${stack.stackName}: a zone of ${id} is worse than the others`,
    alarmRule: cloudwatch.AlarmRule.anyOf(...alarms),
  });
  any.addOkAction(new SnsAction(stack.topics.page));
  return any;
}

/** In how many ways a zone is worse: more failures, slower answers, members that fail their health check. */
function outlier(entry: Entry, zone: string): cloudwatch.MathExpression {
  const here = balancerMetrics(entry, { AvailabilityZone: zone });
  const members = targetMetrics(entry, { AvailabilityZone: zone });
  const all = balancerMetrics(entry);
  const zoneRequests = here('RequestCount', SUM, zone);
  const allRequests = all('RequestCount', SUM, 'all zones');
  const failed = {
    zoneFailed: failures('zone', here, zone),
    allFailed: failures('all', all, 'all zones'),
  };
  const seen = seenRequests({ zoneRequests, allRequests }, failed);
  const latencies = {
    zoneLatency: here('TargetResponseTime', AVERAGE, zone),
    allLatency: all('TargetResponseTime', AVERAGE, 'all zones'),
  };
  const counted = {
    zoneIll: members('UnHealthyHostCount', MAXIMUM, zone),
    zoneWell: members('HealthyHostCount', MINIMUM, zone),
  };
  const slower =
    'FILL(zoneLatency, 0) * (FILL(allRequests, 0) - FILL(zoneRequests, 0)) < ' +
    '3 * (FILL(allLatency, 0) * FILL(allRequests, 0) - FILL(zoneLatency, 0) * FILL(zoneRequests, 0))';
  const worse = 'zoneFailed * othersSeen < 3 * (allFailed - zoneFailed) * zoneSeen';
  const ill = 'FILL(zoneIll, 0) < 1 OR FILL(zoneIll, 0) * 100 < 50 * (FILL(zoneIll, 0) + FILL(zoneWell, 0))';
  return math(
    'isJudged * (byErrors + byLatency) + byMembers',
    {
      isJudged: math('IF(zoneSeen < 60 OR othersSeen < 60, 0, 1)', seen),
      byErrors: math(`IF(zoneFailed * 100 < 1 * zoneSeen OR ${worse}, 0, 1)`, { ...failed, ...seen }),
      byLatency: math(`IF(FILL(zoneLatency, 0) < 0.1 OR ${slower}, 0, 1)`, { ...latencies, zoneRequests, allRequests }),
      byMembers: math(`IF(${ill}, 0, 1)`, counted),
    },
    'ways in which the zone is an outlier',
  );
}

function failures(prefix: string, metrics: ReturnType<typeof balancerMetrics>, label: string) {
  const [byMembers, byBalancer] = [`${prefix}ByMembers`, `${prefix}ByBalancer`];
  return math(`FILL(${byMembers}, 0) + FILL(${byBalancer}, 0)`, {
    [byMembers]: metrics('HTTPCode_Target_5XX_Count', SUM, label),
    [byBalancer]: metrics('HTTPCode_ELB_5XX_Count', SUM, label),
  });
}

/** Requests for which no member was found are failures without being requests. */
function seenRequests(requests: Metrics, failed: Metrics): Metrics {
  const here = 'FILL(zoneRequests, 0)';
  const others = `FILL(allRequests, 0) - ${here}`;
  const { zoneRequests } = requests;
  const { zoneFailed } = failed;
  return {
    zoneSeen: math(`IF(${here} > zoneFailed, ${here}, zoneFailed)`, { zoneRequests, zoneFailed }),
    othersSeen: math(`IF(${others} > allFailed - zoneFailed, ${others}, allFailed - zoneFailed)`, {
      ...requests,
      ...failed,
    }),
  };
}
