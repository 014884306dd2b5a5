import { type App, Aws, Duration, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as route53 from 'aws-cdk-lib/aws-route53';
import {
  GlobalSignals,
  GoldenSignals,
  type GoldenSignalsProps,
  SignalSource,
} from '../../../../constructs/observability';
import { WorkQueue } from '../../../../constructs/messaging';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { regionalStack, surroundings } from '../../../_helpers/stacks';
import { Synthesis, testApp } from '../../../_helpers/synthesis';
import { type Body, bodyOf, globalSources, orders, shownRegion, sourcesOf, type Widget } from './signal-fixture';

const REGIONS = ['eu-west-1', 'us-west-2'];

/** A dashboard for each of the regions' kinds of sources, and one that compares two regions. */
function build(scope: App) {
  const [ireland, oregon] = REGIONS.map((region) => shownRegion(scope, region));
  const ops = regionalStack(scope, 'Ops', 'eu-west-1');
  const check = new route53.HealthCheck(ops, 'Check', { type: route53.HealthCheckType.HTTPS, fqdn: 'api.example.com' });
  const golden = new GoldenSignals(ops, 'Golden', {
    sources: [...sourcesOf(ireland), ...globalSources(ops), SignalSource.widgets('Notes', [note('Call Ada')])],
    dashboardName: 'shop-ireland',
    timeRange: Duration.hours(12),
  });
  const minimal = new GoldenSignals(ops, 'Minimal', { sources: [SignalSource.businessMetric(orders)] });
  const everywhere = regionalStack(scope, 'Everywhere', 'ap-south-1');
  const global = new GlobalSignals(everywhere, 'Shop', {
    sources: [
      ...sourcesOf(ireland),
      ...sourcesOf(oregon),
      ...globalSources(everywhere),
      SignalSource.healthCheck(check),
      SignalSource.table(ireland.table, { region: 'ap-south-1' }),
    ],
  });
  return { ireland, oregon, ops, golden, minimal, everywhere, global };
}

const note = (markdown: string) => new cloudwatch.TextWidget({ markdown });

const app = testApp();
const built = build(app);
app.synth();
const golden = bodyOf(built.golden.dashboard, built.ops);
const global = bodyOf(built.global.dashboard, built.everywhere);

interface Line {
  readonly name: string;
  readonly namespace: string;
  readonly options: { [name: string]: unknown };
  readonly widget: Widget;
}

/** All metrics of a dashboard that are no expressions. */
function linesOf({ widgets }: Body): Line[] {
  return widgets.flatMap((widget) =>
    (widget.properties.metrics ?? []).flatMap((entry) => {
      const [namespace, name] = entry;
      const last = entry.at(-1);
      const options = typeof last === 'object' ? (last as Line['options']) : {};
      return typeof namespace === 'string' ? [{ namespace, name: name as string, options, widget }] : [];
    }),
  );
}

function optionsOf({ properties }: Widget): { [name: string]: unknown }[] {
  return (properties.metrics ?? []).map((entry) => entry.at(-1)).filter((last) => typeof last === 'object') as never;
}

describe('policy packs and schemas', () => {
  const synthesis = new Synthesis((gated) => {
    const { stack, platformKey } = surroundings(gated, 'Gated', 'eu-west-1');
    const queue = new WorkQueue(stack, 'Queue', { key: platformKey.key });
    const sources = [SignalSource.queue(queue), SignalSource.businessMetric(orders, { region: 'eu-west-1' })];
    new GoldenSignals(stack, 'Minimal', { sources: [SignalSource.businessMetric(orders)] });
    new GoldenSignals(stack, 'Maximal', { sources, dashboardName: 'orders', timeRange: Duration.days(1) });
    new GlobalSignals(regionalStack(gated, 'Elsewhere'), 'All', {
      sources,
      dashboardName: 'all',
      timeRange: Duration.days(1),
    });
  });

  test('nothing is open, and nothing had to be acknowledged for a dashboard', () => {
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.findings.filter(({ path }) => /Minimal|Maximal|All/.test(path))).toEqual([]);
  });

  test('a dashboard brings no alarm, no role and no other resource with it', () => {
    const types = (stack: Stack) =>
      Object.values(Template.fromStack(stack).toJSON().Resources as { [id: string]: { Type: string } }).map(
        ({ Type }) => Type,
      );
    expect(types(built.everywhere)).toEqual(['AWS::CloudWatch::Dashboard']);
    expect(new Set(types(built.ops))).toEqual(new Set(['AWS::CloudWatch::Dashboard', 'AWS::Route53::HealthCheck']));
  });
});

describe('the dashboard of a region shows', () => {
  const lines = linesOf(golden);
  const shows = (namespace: string, name: string, stat = 'Average') =>
    lines.some(
      (line) => line.namespace === namespace && line.name === name && (line.options.stat ?? 'Average') === stat,
    );
  const expressions = golden.widgets.flatMap((widget) => optionsOf(widget).map(({ expression }) => String(expression)));

  test.each([
    ['latency of members', 'AWS/ApplicationELB', 'TargetResponseTime', ['p50', 'p95', 'p99']],
    ['latency of the API', 'AWS/ApiGateway', 'Latency', ['p50', 'p95', 'p99']],
    ['latency of origins', 'AWS/CloudFront', 'OriginLatency', ['p50', 'p95', 'p99']],
    ['traffic', 'AWS/ApplicationELB', 'RequestCount', ['Sum']],
    ['errors of a service', 'AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', ['Sum']],
    ['errors of the balancer', 'AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', ['Sum']],
    ['errors at the edge', 'AWS/CloudFront', '5xxErrorRate', ['Average']],
    ['CPU of servers', 'AWS/EC2', 'CPUUtilization', ['Average', 'Maximum']],
    ['memory of servers', 'CWAgent', 'mem_used_percent', ['Average']],
    ['CPU of tasks', 'AWS/ECS', 'CPUUtilization', ['Average']],
    ['memory of tasks', 'AWS/ECS', 'MemoryUtilization', ['Average']],
    ['connections', 'AWS/ApplicationELB', 'ActiveConnectionCount', ['Sum']],
    ['capacity in servers', 'AWS/AutoScaling', 'GroupMaxSize', ['Average']],
    ['capacity in tasks', 'ECS/ContainerInsights', 'RunningTaskCount', ['Average']],
    ['CPU of the database', 'AWS/RDS', 'CPUUtilization', ['Average']],
    ['connections of the database', 'AWS/RDS', 'DatabaseConnections', ['Maximum']],
    ['pinned connections', 'AWS/RDS', 'DatabaseConnectionsCurrentlySessionPinned', ['Sum']],
    ['replication lag of the database', 'AWS/RDS', 'ReplicaLag', ['Maximum']],
    ['replication lag of the table', 'AWS/DynamoDB', 'ReplicationLatency', ['Average']],
    ['cache hit rate of the edge', 'AWS/CloudFront', 'CacheHitRate', ['Average']],
    ['queue age', 'AWS/SQS', 'ApproximateAgeOfOldestMessage', ['Maximum']],
    ['queue depth', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', ['Maximum']],
    ['throttled requests', 'AWS/DynamoDB', 'ReadThrottleEvents', ['Sum']],
    ['the business', 'Shop', 'Orders', ['Sum']],
  ])('%s', (_signal, namespace, name, stats) => {
    expect(stats.filter((stat) => !shows(namespace, name, stat))).toEqual([]);
  });

  test('errors, traffic and latency by endpoint', () => {
    for (const name of ['5XXError', 'Count', 'Latency']) {
      const endpoints = lines.filter((line) => line.name === name).map(({ options }) => options.label);
      expect(endpoints).toEqual(expect.arrayContaining(['POST /orders', 'POST /refunds']));
    }
  });

  test('cache hit rate and lag over all nodes whose id begins with that of the cache', () => {
    const search = (name: string) =>
      expect.stringMatching(`SEARCH\\('{AWS/ElastiCache,CacheClusterId} MetricName="${name}" AND <`);
    expect(expressions).toEqual(expect.arrayContaining([search('CacheHits'), search('ReplicationLag')]));
  });

  test('error budgets for their whole window, and burn rates with the rates that page', () => {
    const budgets = golden.widgets.filter(({ properties }) => properties.view === 'singleValue');
    expect(budgets.map(({ properties }) => [properties.title, properties.start])).toEqual([
      ['Availability: error budget of 30 days used', '-P30D'],
      ['LatencyP99: error budget of 30 days used', '-P30D'],
    ]);
    expect(budgets[0].properties.setPeriodToTimeRange).toBe(true);
    const burn = golden.widgets.find(({ properties }) => properties.title === 'Availability: burn rate')!;
    const { annotations } = burn.properties as { annotations: { horizontal: { value: number }[] } };
    expect(annotations.horizontal.map(({ value }) => value)).toEqual([14.4, 6]);
  });

  test('the state of all alarms of its sources, but for the halves that tell nobody', () => {
    const states = golden.widgets
      .filter(({ type }) => type === 'alarm')
      .flatMap(({ properties }) => properties.alarms!);
    // Queue 2, tasks 2, replicas 2, SLO 2 x 3, zones 3 + 1.
    expect(states).toHaveLength(16);
    expect(new Set(states).size).toBe(16);
    expect(states.some((arn) => /Long|Short/.test(arn))).toBe(false);
  });

  test('promises first, then the business, then services in their order', () => {
    const headings = golden.widgets
      .map(({ properties }) => properties.markdown ?? '')
      .filter((text) => /^## /.test(text));
    expect(headings.map((text) => text.slice(3)).slice(0, 5)).toEqual(['Slo', 'Orders', 'Web', 'Api', 'Gateway']);
    expect(headings.at(-1)).toBe('## Notes');
  });

  test('its own widgets, name and time; graphs keep their period, on which burn rates depend', () => {
    expect(golden.widgets.at(-1)!.properties.markdown).toBe('Call Ada');
    expect(golden).toMatchObject({ start: '-PT12H', periodOverride: 'inherit' });
    const names = Object.values(Template.fromStack(built.ops).findResources('AWS::CloudWatch::Dashboard')).map(
      ({ Properties }) => Properties.DashboardName,
    );
    expect(names).toEqual(['shop-ireland', expect.stringMatching(/^Ops-Minimal-\w+-eu-west-1$/)]);
  });

  test('metrics of its region without saying so, and those of CloudFront and Route 53 in us-east-1', () => {
    const regions = new Map(lines.map(({ namespace, options }) => [namespace, options.region]));
    expect(regions.get('AWS/ApplicationELB')).toBeUndefined();
    expect([regions.get('AWS/CloudFront'), regions.get('AWS/Route53')]).toEqual(['us-east-1', 'us-east-1']);
  });
});

describe('the dashboard of all regions', () => {
  const lines = linesOf(global);

  test('reads every metric in its region', () => {
    const astray = lines.filter(({ namespace, widget, options }) => {
      const place = widget.properties.title!.split(': ').at(-1)!;
      const isGlobal = ['AWS/CloudFront', 'AWS/Route53'].includes(namespace);
      const expected = isGlobal ? 'us-east-1' : place === 'ap-south-1' ? undefined : place;
      return options.region !== expected;
    });
    expect(astray.map(({ name, widget }) => `${name} on ${widget.properties.title}`)).toEqual([]);
    expect(new Set(lines.map(({ options }) => options.region))).toEqual(new Set([...REGIONS, 'us-east-1', undefined]));
  });

  test('searches in the region of the cache', () => {
    const searches = global.widgets
      .flatMap(optionsOf)
      .filter(({ expression }) => String(expression).includes('SEARCH('));
    expect(new Set(searches.map(({ region }) => region))).toEqual(new Set(REGIONS));
  });

  test('puts regions side by side: golden signals, lag between regions, error budgets', () => {
    const beside = (title: string) =>
      global.widgets.filter(({ properties }) => properties.title?.startsWith(title)).map(({ x, y }) => [x, y]);
    for (const title of [
      'Availability: error budget',
      'Orders',
      'CPU and memory',
      'Age of the oldest',
      'Traffic by zone',
    ]) {
      const places = beside(title);
      expect(places.map(([x]) => x).slice(0, 2)).toEqual([0, 12]);
      expect(places[0][1]).toBe(places[1][1]);
    }
    const lags = global.widgets.filter(({ properties }) => /^Replication lag: /.test(properties.title ?? ''));
    expect(lags.map(({ properties }) => properties.title)).toEqual([
      ...REGIONS.map((region) => `Replication lag: ${region}`),
      ...REGIONS.map((region) => `Replication lag: ${region}`),
      ...[...REGIONS, 'ap-south-1'].map((region) => `Replication lag: ${region}`),
    ]);
  });

  test('shows the alarms of each region on a widget of its own', () => {
    const states = global.widgets.filter(({ type }) => type === 'alarm');
    expect(states.map(({ properties }) => properties.title)).toEqual(REGIONS.map((region) => `Alarms: ${region}`));
    for (const [index, { properties }] of states.entries()) {
      expect(properties.alarms!.every((arn) => arn.includes(REGIONS[index]))).toBe(true);
    }
  });

  test('shows CloudFront, questions to DNS and health checks', () => {
    const names = lines.filter(({ namespace }) => namespace === 'AWS/Route53').map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['DNSQueries', 'HealthCheckStatus', 'HealthCheckPercentageHealthy']));
    expect(lines.some(({ name }) => name === 'CacheHitRate')).toBe(true);
  });
});

describe.each([
  ['of a region', golden],
  ['of all regions', global],
])('the body of the dashboard %s', (_name, { widgets }) => {
  test('stays within what CloudWatch takes', () => {
    const metrics = widgets.map(({ properties }) => properties.metrics?.length ?? 0);
    expect(widgets.length).toBeLessThanOrEqual(500);
    expect(Math.max(...metrics)).toBeLessThanOrEqual(500);
    expect(metrics.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2500);
    expect(widgets.every(({ type, properties }) => type !== 'alarm' || properties.alarms!.length <= 100)).toBe(true);
  });

  test('has no two widgets at one place, and none beyond the 24 columns', () => {
    const taken = new Set<string>();
    const places = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`),
    );
    expect(places.filter((place) => taken.size === taken.add(place).size)).toEqual([]);
    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBe(24);
  });

  test('says of every graph what it shows, and of every expression what it reads', () => {
    for (const widget of widgets.filter(({ type }) => type === 'metric')) {
      expect(widget.properties.metrics?.length).toBeGreaterThan(0);
      const ids = optionsOf(widget).flatMap(({ id }) => (id === undefined ? [] : [id]));
      expect(new Set(ids).size).toBe(ids.length);
      for (const { expression } of optionsOf(widget)) {
        const text = (typeof expression === 'string' ? expression : '').replace(/SEARCH\('[^']*', '\w+', \d+\)/g, '');
        const unknown = (text.match(/\b[a-z]\w*/g) ?? []).filter((word) => !ids.includes(word));
        expect(unknown).toEqual([]);
      }
    }
  });
});

test('the same sources make the same dashboard', () => {
  const second = testApp();
  const { around, ...shown } = shownRegion(second, 'eu-west-1');
  const ops = regionalStack(second, 'Ops', 'eu-west-1');
  const sources = sourcesOf({ around, ...shown });
  const { dashboard } = new GoldenSignals(ops, 'Golden', { sources, dashboardName: 'again' });
  second.synth();
  const body = bodyOf(dashboard, ops);
  expect(body.widgets).toEqual(golden.widgets.slice(0, body.widgets.length));
});

test('a table that is shown in other regions keeps its name', () => {
  const table = Template.fromStack(built.ireland.around.stack);
  table.hasResourceProperties('AWS::DynamoDB::GlobalTable', { TableName: Match.absent() });
});

describe('bad input', () => {
  const make = (props: Partial<GoldenSignalsProps>) =>
    new GoldenSignals(regionalStack(testApp()), 'Golden', { sources: [SignalSource.businessMetric(orders)], ...props });
  const graphs = (count: number, lines = 1) =>
    Array.from({ length: count }, (_, graph) => {
      const left = Array.from({ length: lines }, (__, line) =>
        orders.metric({ dimensionsMap: { Graph: `${graph}`, Line: `${line}` } }),
      );
      return new cloudwatch.GraphWidget({ left });
    });

  test.each<[string, Partial<GoldenSignalsProps>, string]>([
    ['without sources', { sources: [] }, 'NoSignalSources'],
    [
      'for a source without a name',
      { sources: [SignalSource.businessMetric(orders, { name: ' ' })] },
      'SignalSourceUnnamed',
    ],
    [
      'for the same name twice',
      { sources: [1, 2].map(() => SignalSource.businessMetric(orders)) },
      'DuplicateSignalSource',
    ],
    ['for a name with a blank', { dashboardName: 'my shop' }, 'InvalidDashboardName'],
    ['for half a minute', { timeRange: Duration.seconds(30) }, 'InvalidDashboardRange'],
    ['for 501 widgets', { sources: [SignalSource.widgets('Many', graphs(501))] }, 'TooManyWidgets'],
    ['for 501 metrics on one', { sources: [SignalSource.widgets('Many', graphs(1, 501))] }, 'TooManyMetricsOnWidget'],
    ['for 2,501 metrics on all', { sources: [SignalSource.widgets('Many', graphs(41, 61))] }, 'TooManyMetrics'],
  ])('fails %s', (_name, props, code) => {
    expect(codesOf(() => make(props))).toContain(code);
  });

  test('a name that is known at deployment only is not judged', () => {
    expect(() => make({ dashboardName: `shop-${Aws.ACCOUNT_ID}` })).not.toThrow();
  });

  test('fails for a source of another region, and says where to compare regions', () => {
    const sources = [SignalSource.businessMetric(orders, { region: 'eu-west-1' })];
    expect(errorOf(() => make({ sources })).message).toBe(
      'Test/Golden: [SourceInOtherRegion] sources is ["Orders of eu-west-1"]; allowed: sources of us-east-1. ' +
        'Put the dashboard into a stack of that region, or compare regions with GlobalSignals.',
    );
  });

  test('fails without sources for all regions, too', () => {
    expect(codesOf(() => new GlobalSignals(regionalStack(testApp()), 'All', { sources: [] }))).toEqual([
      'NoSignalSources',
    ]);
  });
});

test('more than a hundred alarms are shown on several widgets, each once', () => {
  const stack = regionalStack(testApp());
  const alarms = Array.from({ length: 101 }, (_, index) =>
    cloudwatch.Alarm.fromAlarmName(stack, `Alarm${index}`, `alarm-${index}`),
  );
  const { dashboard } = new GoldenSignals(stack, 'Golden', { sources: [SignalSource.businessMetric(orders)], alarms });
  const shown = bodyOf(dashboard, stack).widgets.filter(({ type }) => type === 'alarm');
  expect(shown.map(({ properties }) => properties.alarms!.length)).toEqual([100, 1]);
});
