import type { IDatabaseCluster, IDatabaseInstance } from 'aws-cdk-lib/aws-rds';
import { FailureDomain } from './experiment-failure';
import { failOverCluster, failOverInstance } from './experiment-fault-databases';
import type { ExperimentProps } from './experiment-props';
import { durationOf, type ExperimentPlan, type ExperimentSpec, type PlannedTarget, watched } from './experiment-spec';

/** The failover of one database: either of the two. */
export interface DatabaseFailoverProps extends ExperimentProps {
  /**
   * A Multi-AZ instance, whose standby takes over.
   * @default - the `cluster`
   */
  readonly instance?: IDatabaseInstance;
  /**
   * A cluster, one of whose readers becomes the writer.
   * @default - the `instance`
   */
  readonly cluster?: IDatabaseCluster;
}

/** The database fails over; then the experiment watches how its clients find the new writer. */
export function databaseFailover(props: DatabaseFailoverProps): ExperimentSpec {
  const named = [props.instance, props.cluster].filter((database) => database !== undefined).length;
  return {
    name: props.name ?? 'DatabaseFailover',
    props,
    injects: [FailureDomain.INSTANCE],
    checks: () => [
      {
        code: 'FailoverWithoutOneDatabase',
        property: 'instance, cluster',
        when: named !== 1,
        value: named,
        allowed: 'either an instance or a cluster',
        action: 'Name one database per experiment',
      },
    ],
    plan: () => watched(failOver(props), durationOf(props)),
  };
}

function failOver({ instance, cluster }: DatabaseFailoverProps): ExperimentPlan {
  if (cluster)
    return failOverCluster(named('aws:rds:cluster', cluster.clusterArn), { resources: [cluster.clusterArn] });
  const arn = instance?.instanceArn ?? '';
  return failOverInstance(named('aws:rds:db', arn), { resources: [arn] });
}

function named(resourceType: string, arn: string): PlannedTarget {
  return { resourceType, resourceArns: [arn], selectionMode: 'COUNT(1)' };
}
