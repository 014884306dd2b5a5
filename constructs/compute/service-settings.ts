import type { Duration, Size } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { ScalingPolicy } from './scaling-policy';

/** The tasks of a service: what runs in them, how many there are, and how they come and go. */
export interface ServiceSettings {
  /** What runs. */
  readonly image: ecs.ContainerImage;
  /** Tasks that the peak needs when nothing is broken. */
  readonly peakMembers: number;
  /**
   * CPU units of a task; 1,024 are one virtual CPU.
   * @default 512
   */
  readonly cpu?: number;
  /**
   * Memory of a task.
   * @default - twice as many MiB as CPU units, the least that Fargate offers from 256 units on
   */
  readonly memory?: Size;
  /**
   * Processor architecture of the image.
   * @default CpuArchitecture.X86_64
   */
  readonly architecture?: ecs.CpuArchitecture;
  /**
   * Tasks that always run.
   * @default - as many as still carry the peak when a zone is lost, at least 2
   */
  readonly minimum?: number;
  /**
   * Tasks that run at most.
   * @default - twice the minimum
   */
  readonly maximum?: number;
  /**
   * Tasks at every deployment that changes the service, whatever scaling has decided since: a deployment at the peak
   * takes capacity away.
   * @default - a new service goes to its minimum, and a deployment keeps the number of running tasks
   */
  readonly desired?: number;
  /**
   * Reasons to change the number of tasks.
   * @default - average CPU of 50 percent
   */
  readonly scaling?: ScalingPolicy[];
  /**
   * Environment variables that are not secret. Each becomes an SSM parameter that tasks read when they start; a new value
   * is a new parameter, and thereby a deployment that can be rolled back.
   * @default - none
   */
  readonly configuration?: { [name: string]: string };
  /**
   * Environment variables that are secret.
   * @default - none
   */
  readonly secrets?: { [name: string]: ecs.Secret };
  /**
   * What the tasks may do.
   * @default - nothing; grant to `taskRole`
   */
  readonly statements?: iam.PolicyStatement[];
  /**
   * Command of the container.
   * @default - that of the image
   */
  readonly command?: string[];
  /**
   * Entry point of the container.
   * @default - that of the image
   */
  readonly entryPoint?: string[];
  /**
   * Command that tells whether the container is healthy; a task that is not is replaced.
   * @default - none: the end of the process is noticed, and behind a load balancer what its check says
   */
  readonly containerHealthCheck?: ecs.HealthCheck;
  /**
   * How long a new task may fail the health check of the load balancer.
   * @default - 60 seconds
   */
  readonly healthCheckGrace?: Duration;
  /**
   * How long a task may finish its work after the signal to stop: 2 to 120 seconds.
   * @default - 30 seconds
   */
  readonly stopTimeout?: Duration;
  /**
   * User and group that the container runs as.
   * @default - '1000:1000'
   */
  readonly user?: string;
  /**
   * Whether the image's file system is read-only.
   * @default true
   */
  readonly readOnlyRoot?: boolean;
  /**
   * Directories in memory that any user may write. What is in them counts as memory of the task and ends with it.
   * @default - /tmp
   */
  readonly writablePaths?: string[];
  /**
   * Largest size of each writable directory.
   * @default - 64 MiB
   */
  readonly writableSize?: Size;
  /**
   * Whether a shell can be opened in a running task. Needs `readOnlyRoot: false`.
   * @default false
   */
  readonly exec?: boolean;
  /**
   * The cluster. Scaling on a backlog needs Container Insights in it.
   * @default - a new one with enhanced Container Insights
   */
  readonly cluster?: ecs.ICluster;
  /**
   * Fargate platform version.
   * @default FargatePlatformVersion.LATEST
   */
  readonly platformVersion?: ecs.FargatePlatformVersion;
  /**
   * Whether a deployment whose tasks do not start is rolled back.
   * @default true
   */
  readonly circuitBreaker?: boolean;
  /**
   * Alarms that roll a deployment back, instead of the default ones. They may not depend on the service, which is made
   * after them.
   * @default - behind a load balancer: failed requests and unhealthy tasks; otherwise none
   */
  readonly rollbackAlarms?: cloudwatch.IAlarm[];
  /**
   * Told when one of the default alarms goes off. Alarms must be let in, as `NotificationTopic` does.
   * @default - a new topic with the key of the log vault; subscribe to it
   */
  readonly notifications?: sns.ITopic;
  /**
   * Whether ECS replaces tasks until the zones have equally many again, for example after a zone came back.
   * @default true
   */
  readonly zoneRebalancing?: boolean;
}
