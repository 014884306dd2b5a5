import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { InstanceChoice, LoadBalancedFleet } from '../../../../constructs/compute';
import { ZonalHealth, type ZonalHealthProps } from '../../../../constructs/observability';
import { ZonalAutoshift } from '../../../../constructs/resilience';
import { NotificationTopic } from '../../../../constructs/security';
import { codesOf } from '../../../_helpers/errors';
import { regionalStack } from '../../../_helpers/stacks';
import { Synthesis, testApp } from '../../../_helpers/synthesis';
import { type Entry, entry } from '../../compute/load-balancer-fixture';
import { type Datum, evaluate } from '../slo/metric-math';

type Props = Partial<ZonalHealthProps>;

function tierIn(around: Entry) {
  const { key } = around.platformKey;
  const { topic } = new NotificationTopic(around.stack, 'Page', { key });
  const instances = InstanceChoice.single(ec2.InstanceType.of(ec2.InstanceClass.M7G, ec2.InstanceSize.LARGE));
  const web = new LoadBalancedFleet(around.stack, 'Web', { ...around, key, instances, port: 8080, peakMembers: 4 });
  return { web, topic };
}

function watch(around: Entry, props: Props = {}) {
  const { web, topic } = tierIn(around);
  const health = new ZonalHealth(around.stack, 'Zones', { target: web.target, notifications: topic, ...props });
  return { health, web };
}

interface Query {
  readonly Id: string;
  readonly Expression?: string;
  readonly ReturnData?: boolean;
  readonly MetricStat?: {
    readonly Metric: { readonly MetricName: string; readonly Dimensions: { Name: string; Value: unknown }[] };
  };
}

const around = entry(testApp());
const { health } = watch(around);
const template = Template.fromStack(around.stack);
const zones = ['us-east-1a', 'us-east-1b', 'us-east-1c'];

const queriesOf = (zone: string): Query[] => {
  const alarms = Object.entries(template.findResources('AWS::CloudWatch::Alarm'));
  return alarms.find(([id]) => id.startsWith(`Zones${zone.replaceAll('-', '')}`))![1].Properties.Metrics;
};

/** What happens in a zone in a minute. */
interface Minute {
  readonly requests?: number;
  readonly failed?: number;
  readonly rejected?: number;
  readonly latency?: number;
  readonly healthy?: number;
  readonly unhealthy?: number;
}

const fine: Minute = { requests: 1000, failed: 1, latency: 0.05, healthy: 2, unhealthy: 0 };

/** The zones that are outliers when this happens in the three zones. */
function outliers(...minutes: Minute[]): string[] {
  return zones.filter((zone) => valueOf(queriesOf(zone), minutes) >= 1);
}

function valueOf(queries: Query[], minutes: Minute[]): number {
  const value = (id: string): Datum => {
    const { Expression, MetricStat } = queries.find((query) => query.Id === id)!;
    if (Expression !== undefined) return evaluate(Expression, value);
    const { MetricName, Dimensions } = MetricStat!.Metric;
    const zone = Dimensions.find(({ Name }) => Name === 'AvailabilityZone')?.Value;
    return published(MetricName, zone === undefined ? minutes : [minutes[zones.indexOf(zone as string)]]);
  };
  return value(queries.find(({ ReturnData }) => ReturnData !== false)!.Id)!;
}

/** What CloudWatch says of one zone or of all; nothing where nothing happened. */
function published(metricName: string, minutes: Minute[]): Datum {
  const sum = (of: (minute: Minute) => number | undefined) => {
    const values = minutes.flatMap((minute) => of(minute) ?? []);
    return values.length === 0 ? undefined : values.reduce((one, other) => one + other, 0);
  };
  const requests = sum((minute) => minute.requests);
  const metrics: { [name: string]: Datum } = {
    RequestCount: requests,
    HTTPCode_Target_5XX_Count: sum((minute) => minute.failed),
    HTTPCode_ELB_5XX_Count: sum((minute) => minute.rejected),
    TargetResponseTime: requests && sum((minute) => (minute.latency ?? 0) * (minute.requests ?? 0))! / requests,
    HealthyHostCount: sum((minute) => minute.healthy),
    UnHealthyHostCount: sum((minute) => minute.unhealthy),
  };
  expect(Object.keys(metrics)).toContain(metricName);
  return metrics[metricName];
}

describe('a zone is an outlier', () => {
  test.each<[string, Minute[], string[]]>([
    ['when its requests fail', [{ ...fine, failed: 50 }, fine, fine], ['us-east-1a']],
    ['when the load balancer fails them', [fine, { ...fine, rejected: 50 }, fine], ['us-east-1b']],
    ['when no member can be chosen in it', [{ rejected: 900, healthy: 0, unhealthy: 2 }, fine, fine], ['us-east-1a']],
    ['when they take longer', [fine, fine, { ...fine, latency: 0.4 }], ['us-east-1c']],
    ['when half of its members are unhealthy', [fine, { ...fine, healthy: 1, unhealthy: 1 }, fine], ['us-east-1b']],
    [
      'when nothing fails elsewhere',
      [
        { ...fine, failed: 20 },
        { ...fine, failed: 0 },
        { ...fine, failed: 0 },
      ],
      ['us-east-1a'],
    ],
    [
      'when its share is high, not its count',
      [
        { ...fine, requests: 200, failed: 20 },
        { ...fine, failed: 20 },
        { ...fine, failed: 20 },
      ],
      ['us-east-1a'],
    ],
  ])('%s', (_name, minutes, expected) => {
    expect(outliers(...minutes)).toEqual(expected);
  });
});

describe('no zone is an outlier', () => {
  test.each<[string, Minute[]]>([
    ['when all are well', [fine, fine, fine]],
    ['when all fail alike', Array<Minute>(3).fill({ ...fine, failed: 300, rejected: 100 })],
    ['when all are slow alike', Array<Minute>(3).fill({ ...fine, latency: 2 })],
    [
      'when few requests fail, however well the others do',
      [
        { ...fine, failed: 9 },
        { ...fine, failed: 0 },
        { ...fine, failed: 0 },
      ],
    ],
    [
      'when it is slower, but quick enough',
      [
        { ...fine, latency: 0.09 },
        { ...fine, latency: 0.01 },
        { ...fine, latency: 0.01 },
      ],
    ],
    ['without traffic', [{ requests: 5, failed: 5, healthy: 2, unhealthy: 0 }, fine, fine]],
    ['after a shift away from it', [{ healthy: 2, unhealthy: 0 }, fine, fine]],
    ['when it alone has traffic', [{ ...fine, failed: 100 }, {}, {}]],
    ['when nothing happens', [{}, {}, {}]],
    ['when one member of three is unhealthy', [{ ...fine, healthy: 2, unhealthy: 1 }, fine, fine]],
  ])('%s', (_name, minutes) => {
    expect(outliers(...minutes)).toEqual([]);
  });
});

describe('alarms', () => {
  test('there is one for each zone, and CloudWatch takes it: ten metrics, ten expressions at most', () => {
    expect(Object.keys(health.alarms)).toEqual(zones);
    for (const zone of zones) {
      const queries = queriesOf(zone);
      expect(queries.filter(({ MetricStat }) => MetricStat)).toHaveLength(10);
      expect(queries.filter(({ Expression }) => Expression !== undefined).length).toBeLessThanOrEqual(10);
    }
  });

  test('it goes off after three of five minutes and tells which zone it is', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: 'Test/Zones: us-east-1a is worse than the other zones: shift away from it',
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      Threshold: 1,
      AlarmActions: [Match.anyValue()],
      TreatMissingData: 'notBreaching',
    });
  });

  test('one above them is on while any is, and tells that it is over', () => {
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmActions: Match.absent(),
      OKActions: [Match.anyValue()],
    });
  });
});

test('policy packs and schemas have nothing to say; practice runs take the alarms', () => {
  const synthesis = new Synthesis((app) => {
    const ireland = entry(app, 'Ireland', 'eu-west-1');
    const { health: zonal, web } = watch(ireland, {
      zones: ['eu-west-1a', 'eu-west-1b'],
      minimumRequestsPerMinute: 600,
      outlierFactor: 2,
      minimumFailedPercent: 0.5,
      minimumLatency: Duration.millis(50),
      unhealthyPercent: 30,
      minutesToAlarm: 2,
    });
    new ZonalAutoshift(ireland.stack, 'Autoshift', {
      alb: web.loadBalancer.alb,
      outcomeAlarm: zonal.alarms['eu-west-1a'],
      blockingAlarm: zonal.alarms['eu-west-1b'],
    });
  });
  expect(synthesis.fatal).toEqual([]);
});

describe('bad input', () => {
  test.each<[string, Props, string]>([
    ['one zone', { zones: ['us-east-1a'] }, 'TooFewZonesToCompare'],
    ['a zone twice', { zones: ['us-east-1a', 'us-east-1a', 'us-east-1b'] }, 'TooFewZonesToCompare'],
    ['less than no traffic', { minimumRequestsPerMinute: -1 }, 'TrafficGuardOutOfRange'],
    ['a factor of 1', { outlierFactor: 1 }, 'OutlierFactorOutOfRange'],
    ['no failures', { minimumFailedPercent: 0 }, 'OutlierPercentOutOfRange'],
    ['more members than there are', { unhealthyPercent: 101 }, 'OutlierPercentOutOfRange'],
    ['no minutes', { minutesToAlarm: 0 }, 'MinutesToAlarmOutOfRange'],
  ])('fails for %s', (_name, props, code) => {
    expect(codesOf(() => watch(entry(testApp()), props))).toEqual([code]);
  });

  test('fails in another region than that of the tier', () => {
    const app = testApp();
    const { web, topic } = tierIn(entry(app));
    const elsewhere = regionalStack(app, 'Elsewhere', 'eu-west-1');
    const fail = () => new ZonalHealth(elsewhere, 'Zones', { target: web.target, notifications: topic });
    expect(codesOf(fail)).toEqual(['MetricInOtherRegion']);
  });
});
