import { type App, Duration, type Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Authorization, HttpMethod, RestGateway, RouteTarget } from '../../../../constructs/api';
import { ReplicatedCache } from '../../../../constructs/cache';
import { InstanceChoice, LoadBalancedFleet, LoadBalancedService } from '../../../../constructs/compute';
import { ServiceLevelObjective } from '../../../../constructs/core';
import { GlobalTable, KeyValueTable, RelationalDatabase } from '../../../../constructs/data';
import { WorkQueue } from '../../../../constructs/messaging';
import { BusinessMetric, SignalSource, SloAlarms, SloSource, ZonalHealth } from '../../../../constructs/observability';
import { NotificationTopic, PlatformKey } from '../../../../constructs/security';
import { regionalStack } from '../../../_helpers/stacks';
import { type Entry, entry } from '../../compute/load-balancer-fixture';

/** A region with one of everything that can be shown. */
export interface ShownRegion {
  readonly around: Entry;
  readonly notifications: NotificationTopic;
  readonly web: LoadBalancedFleet;
  readonly service: LoadBalancedService;
  readonly gateway: RestGateway;
  readonly database: RelationalDatabase;
  readonly cache: ReplicatedCache;
  readonly queue: WorkQueue;
  readonly table: KeyValueTable;
  readonly slo: SloAlarms;
  readonly zones: ZonalHealth;
}

export const orders = new BusinessMetric({ metricNamespace: 'Shop', metricName: 'Orders' });

export function shownRegion(app: App, region: string): ShownRegion {
  const around = entry(app, `Shop-${region}`, region);
  const { stack, network, logVault, platformKey } = around;
  const { key } = platformKey;
  const notifications = new NotificationTopic(stack, 'Operations', { key });
  const { topic } = notifications;
  const web = new LoadBalancedFleet(stack, 'Web', {
    ...around,
    port: 8080,
    key,
    peakMembers: 4,
    notifications: topic,
    instances: InstanceChoice.single(ec2.InstanceType.of(ec2.InstanceClass.M7G, ec2.InstanceSize.LARGE)),
  });
  const service = new LoadBalancedService(stack, 'Api', {
    ...around,
    port: 8080,
    peakMembers: 4,
    notifications: topic,
    image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:stable'),
  });
  const queue = new WorkQueue(stack, 'Queue', { key, notifications: topic });
  const routes = ['/orders', '/refunds'].map((path) => ({
    method: HttpMethod.POST,
    path,
    body: {},
    target: RouteTarget.queue(queue.queue),
  }));
  const objective = new ServiceLevelObjective({
    availability: 99.9,
    latency: [{ percentile: 99, threshold: Duration.millis(500) }],
  });
  const source = SloSource.loadBalancer(web.loadBalancer.alb);
  return {
    around,
    notifications,
    web,
    service,
    gateway: new RestGateway(stack, 'Gateway', { ...around, routes, authorization: Authorization.iam() }),
    database: new RelationalDatabase(stack, 'Database', { network, key, logVault, notifications: topic }),
    cache: new ReplicatedCache(stack, 'Cache', { network, key, logVault }),
    queue,
    table: new KeyValueTable(stack, 'Sessions', {
      key,
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      globalTable: GlobalTable.eventual([{ region: 'ap-south-1', key: foreignKey(app, region) }]),
    }),
    slo: new SloAlarms(stack, 'Slo', { objective, source, page: topic, ticket: topic }),
    zones: new ZonalHealth(stack, 'Zones', { target: web.target, notifications: topic }),
  };
}

function foreignKey(app: App, region: string) {
  return new PlatformKey(regionalStack(app, `Keys-${region}`, 'ap-south-1'), 'Key').key;
}

/** Every kind of source of a region. */
export function sourcesOf(shown: ShownRegion): SignalSource[] {
  return [
    SignalSource.fleet(shown.web),
    SignalSource.service(shown.service),
    SignalSource.restApi(shown.gateway),
    SignalSource.database(shown.database),
    SignalSource.cache(shown.cache),
    SignalSource.queue(shown.queue),
    SignalSource.table(shown.table),
    SignalSource.businessMetric(orders, { region: shown.around.stack.region }),
    SignalSource.objective(shown.slo),
    SignalSource.zones(shown.zones),
  ];
}

/** What is in no region. */
export function globalSources(stack: Stack): SignalSource[] {
  const distribution = cloudfront.Distribution.fromDistributionAttributes(stack, 'Edge', {
    distributionId: 'E1234567890',
    domainName: 'd1234.cloudfront.net',
  });
  const zone = route53.PublicHostedZone.fromPublicHostedZoneId(stack, 'Zone', 'Z1234567890');
  return [SignalSource.distribution(distribution), SignalSource.hostedZone(zone)];
}

/** A widget of a rendered dashboard. */
export interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly region?: string;
    readonly metrics?: unknown[][];
    readonly alarms?: string[];
    readonly [name: string]: unknown;
  };
}

export interface Body {
  readonly start: string;
  readonly periodOverride: string;
  readonly widgets: Widget[];
}

/** The body of a dashboard as CloudWatch would get it, with references by their names. */
export function bodyOf(dashboard: cloudwatch.Dashboard, stack: Stack): Body {
  const resource = dashboard.node.defaultChild as cloudwatch.CfnDashboard;
  return JSON.parse(textOf(stack.resolve(resource.dashboardBody)));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, args]] = Object.entries(value as Record<string, unknown>);
  if (name === 'Fn::Join') return ((args as unknown[])[1] as unknown[]).map(textOf).join('');
  return `<${JSON.stringify(args).replace(/[^\w.,-]/g, '')}>`;
}
