import { Duration } from 'aws-cdk-lib';
import type * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import type { ContainerService, ServerFleet } from '../../compute';

/** A number of members, as a metric. */
interface CountedMembers {
  readonly of: IConstruct;
  readonly metric: cloudwatch.IMetric;
  readonly dimensions: { [name: string]: string };
}

/** Whose members are counted. */
export class MemberCount {
  /** The servers of a fleet that are in service. */
  public static fleet(fleet: ServerFleet): MemberCount {
    return MemberCount.autoScalingGroup(fleet.group);
  }

  /** The running tasks of a service. */
  public static service(service: ContainerService): MemberCount {
    return MemberCount.ecsService(service.service);
  }

  /** The instances in service of a group of yours. The group has to publish its metrics. */
  public static autoScalingGroup(group: autoscaling.IAutoScalingGroup): MemberCount {
    const dimensions = { AutoScalingGroupName: group.autoScalingGroupName };
    return MemberCount.count(group, 'AWS/AutoScaling', 'GroupInServiceInstances', dimensions);
  }

  /** The running tasks of an ECS service of yours. The cluster has to have Container Insights. */
  public static ecsService(service: ecs.IBaseService): MemberCount {
    const dimensions = { ClusterName: service.cluster.clusterName, ServiceName: service.serviceName };
    return MemberCount.count(service, 'ECS/ContainerInsights', 'RunningTaskCount', dimensions);
  }

  private static count(
    of: IConstruct,
    namespace: string,
    metricName: string,
    dimensions: { [name: string]: string },
  ): MemberCount {
    const shape = { statistic: cloudwatch.Stats.AVERAGE, period: Duration.minutes(1) };
    const metric = new cloudwatch.Metric({ namespace, metricName, dimensionsMap: dimensions, ...shape });
    return new MemberCount({ of, metric, dimensions });
  }

  private constructor(/** @internal */ public readonly _counted: CountedMembers) {}
}
