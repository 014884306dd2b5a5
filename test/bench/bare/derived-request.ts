import type { OpsStack } from './ops-stack';

export const NAMESPACE = 'Bare/Derived';

/** What is published, and from what. */
export function derivedRequest(stack: OpsStack): object {
  const { data } = stack;
  const { QueueName, ...service } = worker(stack);
  const read = (namespace: string, name: string, statistic: string, dimensions: object) => ({
    namespace,
    name,
    statistic,
    dimensions,
  });
  const lagOf = (DBInstanceIdentifier: string) => read('AWS/RDS', 'ReplicaLag', 'Maximum', { DBInstanceIdentifier });
  const connections = (name: string) => read('AWS/RDS', name, 'Sum', { ProxyName: data.proxy.dbProxyName });
  const dimensions = { DBInstanceIdentifier: data.writer.instanceIdentifier };
  const formulas = [
    {
      kind: 'perMember',
      backlog: read('AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'Maximum', { QueueName }),
      members: read('ECS/ContainerInsights', 'RunningTaskCount', 'Average', service),
    },
    {
      kind: 'lag',
      lags: data.replicas.map(({ instanceIdentifier }) => lagOf(instanceIdentifier)),
      secondsPerUnit: 1,
      objectiveSeconds: 300,
    },
    {
      kind: 'headroom',
      used: connections('DatabaseConnectionsCurrentlyBorrowed'),
      allowed: connections('MaxDatabaseConnectionsAllowed'),
    },
  ];
  const [backlog, lag, headroom] = formulas;
  return {
    time: '<aws.scheduler.scheduled-time>',
    namespace: NAMESPACE,
    metrics: [
      { name: 'BacklogPerMember', unit: 'Count', dimensions: { QueueName, ...service }, formula: backlog },
      { name: 'ReplicaLagOfObjective', unit: 'Percent', dimensions, formula: lag },
      { name: 'PoolHeadroom', unit: 'Percent', dimensions, formula: headroom },
    ],
  };
}

/** The worker and its queue, as dimensions. */
export function worker({ app }: OpsStack) {
  const { cluster, serviceName: ServiceName } = app.worker;
  return { QueueName: app.orders.queueName, ClusterName: cluster.clusterName, ServiceName };
}
