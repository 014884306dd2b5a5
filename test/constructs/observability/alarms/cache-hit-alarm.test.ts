import { Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import {
  CacheMode,
  CacheScaling,
  GlobalCache,
  ReplicatedCache,
  type ReplicatedCacheProps,
} from '../../../../constructs/cache';
import { CacheHitAlarm, type CacheHitAlarmProps, CacheHitSource } from '../../../../constructs/observability';
import { NotificationTopic } from '../../../../constructs/security';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { type Surroundings, surroundings } from '../../../_helpers/stacks';
import { Synthesis, testApp } from '../../../_helpers/synthesis';
import { warningsOf } from '../../compute/load-balancer-fixture';
import { evaluate } from '../slo/metric-math';

type Props = Partial<CacheHitAlarmProps>;
type Make = (around: Surroundings) => CacheHitSource;

function cacheIn({ stack, network, platformKey, logVault }: Surroundings, props: Partial<ReplicatedCacheProps> = {}) {
  return new ReplicatedCache(stack, 'Cache', { network, key: platformKey.key, logVault, ...props });
}

const nodes = (shards: number, replicasPerShard: number) => CacheMode.nodes({ shards, replicasPerShard });
const cache =
  (mode = nodes(2, 1)): Make =>
  (around) =>
    CacheHitSource.cache(cacheIn(around, { mode }));

function distributionIn({ stack }: Surroundings, publishAdditionalMetrics?: boolean) {
  const defaultBehavior = { origin: new origins.HttpOrigin('www.example.com') };
  return new cloudfront.Distribution(stack, 'Edge', { defaultBehavior, publishAdditionalMetrics });
}

const distribution =
  (published?: boolean): Make =>
  (around) =>
    CacheHitSource.distribution(distributionIn(around, published));

function watch(around: Surroundings, source: Make, props: Props = {}): CacheHitAlarm {
  const { topic } = new NotificationTopic(around.stack, 'Page', { key: around.platformKey.key });
  return new CacheHitAlarm(around.stack, 'Hits', { source: source(around), notifications: topic, ...props });
}

function made(source: Make, props: Props = {}, region = 'us-east-1') {
  const around = surroundings(testApp(), 'Test', region);
  const alarm = watch(around, source, props);
  return { alarm, template: Template.fromStack(around.stack) };
}

interface Query {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: { readonly MetricName: string }; readonly Period: number };
}

/** What the alarm whose id contains a name reads. */
function queriesOf(template: Template, name: string): Query[] {
  const alarms = Object.entries(template.findResources('AWS::CloudWatch::Alarm'));
  return alarms.find(([id]) => id.startsWith(`Hits${name}`))![1].Properties.Metrics;
}

/** The rate that an alarm sees. */
function rateOf(template: Template, name: string, values: (metricName: string, id: string) => number | undefined) {
  const [{ Expression }, ...metrics] = queriesOf(template, name);
  const valueOf = (id: string) => values(metrics.find((metric) => metric.Id === id)!.MetricStat!.Metric.MetricName, id);
  return evaluate(Expression!, valueOf);
}

test('policy packs and schemas have nothing to say, of the fewest and of the most settings', () => {
  const synthesis = new Synthesis((app) => {
    watch(surroundings(app, 'Minimal', 'eu-west-1'), cache());
    const most = { minimumHitRate: 95, minimumRequestsPerMinute: 0, evaluationPeriods: 6 };
    watch(surroundings(app, 'Maximal', 'eu-west-2'), cache(nodes(3, 2)), most);
  });
  expect(synthesis.fatal.filter(({ path }) => path.includes('Hits'))).toEqual([]);
});

describe('a cache', () => {
  const { alarm, template } = made(cache());

  test('with up to five nodes has one alarm, on hits of all reads over all nodes', () => {
    const [, ...metrics] = queriesOf(template, 'Alarm');
    expect(metrics).toHaveLength(8);
    expect(new Set(metrics.map(({ MetricStat }) => MetricStat!.Period))).toEqual(new Set([300]));
    const ids = ['0001-001', '0001-002', '0002-001', '0002-002'];
    for (const id of ids) expect(JSON.stringify(metrics).split(`-${id}"`)).toHaveLength(3);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 80,
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 3,
      TreatMissingData: 'notBreaching',
    });
    expect(alarm.parts).toEqual([alarm.alarm]);
  });

  test.each([
    ['four of five found', 400, 100, 80],
    ['a node that is silent', undefined, 100, 0],
    ['a few reads that miss', 0, 70, 100],
    ['no reads', 0, 0, 100],
    ['nothing reported', undefined, undefined, 100],
  ])('%s', (_name, hits, misses, rate) => {
    const values = (metricName: string) => (metricName === 'CacheHits' ? hits : misses);
    expect(rateOf(template, 'Alarm', values)).toBe(rate);
  });

  test('nodes weigh by their reads', () => {
    const values = (metricName: string, id: string) => {
      if (id.endsWith('0')) return metricName === 'CacheHits' ? 9000 : 1000;
      return metricName === 'CacheHits' ? 0 : 100;
    };
    expect(rateOf(template, 'Alarm', values)).toBeCloseTo((100 * 9000) / 10_300);
  });
});

describe('a larger cache', () => {
  const { alarm, template } = made(cache(nodes(6, 1)));

  test('has an alarm for every five nodes, none of which reads more than ten metrics', () => {
    const counts = ['Nodes1', 'Nodes2', 'Nodes3'].map(
      (id) => queriesOf(template, id).filter(({ MetricStat }) => MetricStat).length,
    );
    expect(counts).toEqual([10, 10, 4]);
    expect(alarm.parts).toHaveLength(3);
  });

  test('tells once, by the alarm above them', () => {
    const composites = Object.values(template.findResources('AWS::CloudWatch::CompositeAlarm'));
    expect(composites).toHaveLength(1);
    expect(composites[0].Properties.AlarmActions).toHaveLength(1);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { InsufficientDataActions: [{}] });
    const told = Object.values(template.findResources('AWS::CloudWatch::Alarm')).filter(
      ({ Properties }) => Properties.AlarmActions,
    );
    expect(told).toEqual([]);
  });
});

describe('a distribution', () => {
  test('is watched from its rate, when there are requests', () => {
    const { template } = made(distribution());
    const rate = (requests?: number, hitRate?: number) =>
      rateOf(template, 'Alarm', (metricName) => (metricName === 'Requests' ? requests : hitRate));
    expect([rate(1000, 42), rate(299, 42), rate(undefined, undefined)]).toEqual([42, 100, 100]);
  });

  test('gets the additional metrics that the alarm needs', () => {
    const { alarm, template } = made(distribution());
    template.hasResourceProperties('AWS::CloudFront::MonitoringSubscription', {
      MonitoringSubscription: { RealtimeMetricsSubscriptionConfig: { RealtimeMetricsSubscriptionStatus: 'Enabled' } },
    });
    expect(alarm.subscription).toBeDefined();
  });

  test('does not get them twice', () => {
    made(distribution(true)).template.resourceCountIs('AWS::CloudFront::MonitoringSubscription', 1);
    const { template } = made(distribution(), { publishAdditionalMetrics: false });
    template.resourceCountIs('AWS::CloudFront::MonitoringSubscription', 0);
  });

  test('fails outside us-east-1', () => {
    expect(errorOf(() => made(distribution(), {}, 'eu-west-1')).message).toBe(
      "Test/Hits: [MetricInOtherRegion] source is 'us-east-1'; allowed: metrics of eu-west-1. Put the alarms into a stack of " +
        'the region where the metrics are; those of CloudFront are in us-east-1.',
    );
  });
});

test('a cache that scales is warned of: an alarm cannot search for nodes', () => {
  const scaling = [CacheScaling.replicas({ minimum: 1, maximum: 3 })];
  const source: Make = (around) => CacheHitSource.cache(cacheIn(around, { scaling }));
  expect(warningsOf(watch(surroundings(testApp()), source))).toEqual([
    expect.stringContaining('added later are not watched'),
  ]);
});

describe('a copy of another region', () => {
  const copy =
    (shards?: number): Make =>
    (around) => {
      const datastore = GlobalCache.fromGlobalReplicationGroupId(around.stack, 'Global', 'abcde-shop');
      return CacheHitSource.cache(cacheIn(around, { mode: CacheMode.secondaryOf(datastore) }), { shards });
    };

  test('fails without the number of shards, which it does not know', () => {
    expect(codesOf(() => made(copy(), {}, 'eu-west-1'))).toEqual(['ShardsUnknown']);
  });

  test('is watched with it', () => {
    expect(queriesOf(made(copy(2), {}, 'eu-west-1').template, 'Alarm')).toHaveLength(9);
  });
});

test.each<[string, Props, string]>([
  ['a rate of nothing', { minimumHitRate: 0 }, 'HitRateOutOfRange'],
  ['more than everything', { minimumHitRate: 101 }, 'HitRateOutOfRange'],
  ['less than no traffic', { minimumRequestsPerMinute: -1 }, 'TrafficGuardOutOfRange'],
  ['half a period', { evaluationPeriods: 0.5 }, 'EvaluationPeriodsOutOfRange'],
])('fails for %s', (_name, props, code) => {
  expect(codesOf(() => made(cache(), props))).toEqual([code]);
});
