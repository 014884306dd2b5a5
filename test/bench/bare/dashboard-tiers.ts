import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AppStack } from './app-stack';
import { type Graph, graph, percent, percentiles, type Section } from './dashboard';
import type { Entry } from './load-balancer';
import { balancerMetrics, family, type Family, targetMetrics } from './ops-metrics';
import { ZONES } from './settings';

const { AVERAGE, MAXIMUM, MINIMUM, SUM } = cloudwatch.Stats;

/** A tier by zone. */
export function zoneSection(title: string, entry: Entry): Section {
  const zones = (of: (zone: string) => Family, name: string, statistic: string) =>
    ZONES.map((zone) => of(zone)(name, statistic, zone));
  const balancer = (zone: string) => balancerMetrics(entry, { AvailabilityZone: zone });
  const target = (zone: string) => targetMetrics(entry, { AvailabilityZone: zone });
  const unit = 'answers a minute';
  const errors = graph('Errors by zone: members (left), load balancer (right)', unit);
  return {
    title,
    graphs: [
      graph('Traffic by zone', 'requests a minute', ...zones(balancer, 'RequestCount', SUM)),
      {
        ...errors,
        left: zones(balancer, 'HTTPCode_Target_5XX_Count', SUM),
        right: [unit, ...zones(balancer, 'HTTPCode_ELB_5XX_Count', SUM)],
      },
      graph('Latency by zone, mean', 'seconds', ...zones(balancer, 'TargetResponseTime', AVERAGE)),
      graph('Unhealthy members by zone', 'members', ...zones(target, 'UnHealthyHostCount', MAXIMUM)),
    ],
  };
}

function entryGraphs(entry: Entry): Graph[] {
  const [balancer, target] = [balancerMetrics(entry), targetMetrics(entry)];
  const connections = graph(
    'Connections and members',
    'connections',
    balancer('ActiveConnectionCount', SUM, 'open'),
    balancer('RejectedConnectionCount', SUM, 'rejected'),
    target('TargetConnectionErrorCount', SUM, 'failed to members'),
  );
  const healthy = target('HealthyHostCount', MINIMUM, 'healthy');
  const unhealthy = target('UnHealthyHostCount', MAXIMUM, 'unhealthy');
  return [
    graph('Latency', 'seconds', ...percentiles(target, 'TargetResponseTime')),
    graph('Traffic', 'requests a minute', target('RequestCount', SUM, 'requests')),
    graph(
      'Errors',
      'answers a minute',
      target('HTTPCode_Target_5XX_Count', SUM, '5xx of members'),
      balancer('HTTPCode_ELB_5XX_Count', SUM, '5xx of the load balancer'),
      target('HTTPCode_Target_4XX_Count', SUM, '4xx of members'),
    ),
    { ...connections, right: ['members', healthy, unhealthy] },
  ];
}

export function containersSection({ api }: AppStack): Section {
  const dimensions = { ClusterName: api.cluster.clusterName, ServiceName: api.service.serviceName };
  const [service, insights] = [family('AWS/ECS', dimensions), family('ECS/ContainerInsights', dimensions)];
  const both = (name: string) => [service(name, AVERAGE, `${name} average`), service(name, 'p100', `${name} p100`)];
  return {
    title: 'API containers',
    graphs: [
      ...entryGraphs(api),
      percent('CPU', ...both('CPUUtilization')),
      percent('Memory', ...both('MemoryUtilization')),
      graph(
        'Tasks',
        'tasks',
        insights('RunningTaskCount', AVERAGE, 'running'),
        insights('DesiredTaskCount', AVERAGE, 'wanted'),
      ),
    ],
  };
}

export function serversSection({ web }: AppStack): Section {
  const AutoScalingGroupName = web.group.autoScalingGroupName;
  const [servers, group] = [
    family('AWS/EC2', { AutoScalingGroupName }),
    family('AWS/AutoScaling', { AutoScalingGroupName }),
  ];
  const sizes = (...names: string[]) => names.map((name) => group(`Group${name}`, AVERAGE, name));
  return {
    title: 'Web servers',
    graphs: [
      ...entryGraphs(web),
      percent(
        'CPU and memory',
        servers('CPUUtilization', AVERAGE, 'CPU'),
        servers('CPUUtilization', MAXIMUM, 'CPU, busiest server'),
        family('CWAgent', { AutoScalingGroupName })('mem_used_percent', AVERAGE, 'memory, where servers report it'),
      ),
      graph('Group size', 'servers', ...sizes('MinSize', 'MaxSize', 'DesiredCapacity', 'TotalInstances')),
      graph(
        'States of servers',
        'servers',
        ...sizes('InServiceInstances', 'PendingInstances', 'StandbyInstances', 'TerminatingInstances'),
      ),
    ],
  };
}
