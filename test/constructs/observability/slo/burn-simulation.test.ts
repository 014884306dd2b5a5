import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as sns from 'aws-cdk-lib/aws-sns';
import { ServiceLevelObjective } from '../../../../constructs/core';
import { BurnRateAlerts, SloAlarms, type SloAlarmsProps, SloSource } from '../../../../constructs/observability';
import { regionalStack } from '../../../_helpers/stacks';
import { testApp } from '../../../_helpers/synthesis';
import { AlarmSimulation, type Recording } from './alarm-simulation';

const HOUR = 60;
const DAY = 24 * HOUR;
const PER_MINUTE = 10_000;

/** The service was perfect before minute 0, and is looked at every few minutes. */
const upTo = (last: number, step: number) => Array.from({ length: last / step + 1 }, (_, index) => index * step);

function simulation(props: Partial<SloAlarmsProps> = {}): AlarmSimulation {
  const stack = regionalStack(testApp());
  const balancer = elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Balancer', {
    loadBalancerArn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188',
    securityGroupId: 'sg-12345678',
  });
  const topic = new sns.Topic(stack, 'Topic');
  const objective = new ServiceLevelObjective({
    availability: 99.9,
    latency: [{ percentile: 99, threshold: Duration.millis(300) }],
  });
  const source = SloSource.loadBalancer(balancer);
  new SloAlarms(stack, 'Slo', { objective, source, page: topic, ticket: topic, ...props });
  return new AlarmSimulation(Template.fromStack(stack));
}

/** A share of the requests fails, and one is slow, from minute 0 until another. */
function burning(failed: number, slow = 0, until = Infinity, perMinute = PER_MINUTE): Recording {
  return (metric, statistic, from, to) => {
    const minutesBad = Math.max(0, Math.min(to, until) - Math.max(from, 0));
    const all = perMinute * (to - from);
    if (metric === 'RequestCount') return all;
    if (metric === 'HTTPCode_Target_5XX_Count') return failed === 0 ? undefined : perMinute * failed * minutesBad;
    if (statistic === 'PR(:0.3)') return 100 - (100 * slow * minutesBad) / (to - from);
    return metric === 'TargetResponseTime' ? all : undefined;
  };
}

/** Targets are gone: no target can be chosen, and the load balancer answers 503. */
const nobodyThere: Recording = (metric, _statistic, from, to) =>
  ['HTTPCode_ELB_5XX_Count', 'HTTPCode_ELB_503_Count'].includes(metric)
    ? PER_MINUTE * (to - Math.max(from, 0))
    : undefined;

describe('99.9 percent of 30 days', () => {
  const simulated = simulation();

  test('a burn of 14.4 pages after an hour, when 2 percent of the budget is gone', () => {
    expect(simulated.firstRings(burning(0.0144), upTo(2 * HOUR, 1))).toEqual({ AvailabilityPage1h: HOUR });
    expect((14.4 * HOUR) / (30 * DAY)).toBeCloseTo(0.02, 12);
  });

  test('a burn of 6 pages after six hours, and one of 1 files a ticket after three days', () => {
    expect(simulated.firstRings(burning(0.006), upTo(8 * HOUR, 5))).toEqual({ AvailabilityPage6h: 6 * HOUR });
    expect(simulated.firstRings(burning(0.001), upTo(4 * DAY, 30))).toEqual({ AvailabilityTicket3d: 3 * DAY });
  });

  test('a burn of 0.9 never raises an alarm', () => {
    expect(simulated.firstRings(burning(0.0009, 0.009), upTo(31 * DAY, 120))).toEqual({});
  });

  test('a total outage pages within the minute, with or without targets that could answer', () => {
    expect(simulated.ringing(burning(1), 1)).toContain('AvailabilityPage1h');
    expect(simulated.ringing(nobodyThere, 1)).toContain('AvailabilityPage1h');
  });

  test('the page ends minutes after the failure, while its long window still remembers', () => {
    const recovered = burning(0.5, 0, HOUR);
    expect(simulated.ringing(recovered, HOUR)).toContain('AvailabilityPage1h');
    expect(simulated.ringing(recovered, HOUR + 5)).not.toContain('AvailabilityPage1h');
    expect(simulated.breaching(recovered, HOUR + 5)).toContainEqual(expect.stringMatching('AvailabilityPage1hLong'));
  });

  test('slow requests burn the budget of their own goal', () => {
    expect(simulated.firstRings(burning(0, 0.144), upTo(2 * HOUR, 5))).toEqual({ LatencyP99Page1h: HOUR });
    expect(simulated.firstRings(burning(0, 0.06), upTo(8 * HOUR, 5))).toEqual({ LatencyP99Page6h: 6 * HOUR });
  });

  test('one failure in a quiet hour raises no alarm, and neither does silence', () => {
    expect(simulated.ringing(burning(1, 1, 1, 1 / 60), 1)).toEqual([]);
    expect(simulated.ringing(() => undefined, 1)).toEqual([]);
  });
});

describe('other windows and guards', () => {
  test('the same alerts of 28 days go off at 13.44', () => {
    const objective = new ServiceLevelObjective({ availability: 99.9, window: Duration.days(28) });
    const simulated = simulation({ objective, alerts: BurnRateAlerts.standard() });
    expect(simulated.firstRings(burning(0.0134), upTo(2 * HOUR, 5))).toEqual({});
    expect(simulated.firstRings(burning(0.01344), upTo(2 * HOUR, 5))).toEqual({ AvailabilityPage1h: HOUR });
  });

  test('a window of a week has alerts of its own', () => {
    const objective = new ServiceLevelObjective({ availability: 99, window: Duration.days(7) });
    const simulated = simulation({ objective });
    expect(simulated.firstRings(burning(0.168), upTo(1.5 * HOUR, 5))).toEqual({ AvailabilityPage1h: HOUR });
    expect(simulated.firstRings(burning(0.028), upTo(2 * DAY, 30))).toEqual({ AvailabilityTicket1d: DAY });
  });

  test('without a guard, one failed request of a small service is an outage', () => {
    const once = burning(1, 0, 1, 2);
    expect(simulation({ minimumFailures: 3 }).ringing(once, 1)).toEqual([]);
    expect(simulation({ minimumRequestsPerMinute: 3 }).ringing(once, 1)).toEqual([]);
    const unguarded = simulation({ minimumRequestsPerMinute: 0, minimumFailures: 1 });
    expect(unguarded.ringing(once, 1)).toContain('AvailabilityPage1h');
  });

  test('silence goes off only if it was asked for', () => {
    const silence = () => undefined;
    expect(simulation().breaching(silence, 1)).toEqual([]);
    const watched = simulation({ noTrafficFor: Duration.minutes(15) });
    expect(watched.breaching(silence, 1)).toEqual([expect.stringMatching('NoTraffic')]);
    expect(watched.breaching(burning(0), 1)).toEqual([]);
  });
});
