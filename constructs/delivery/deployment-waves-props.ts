import type { Duration } from 'aws-cdk-lib';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { LogVault } from '../security';
import type { DeploymentWave } from './deployment-wave';

/** A deployment in waves. */
export interface DeploymentWavesProps {
  /** The waves in their order: 1 to 49, approvals counted as well. */
  readonly waves: DeploymentWave[];
  /** Makes the buckets and the log group. Its key must let EventBridge use it, as that of a `PlatformKey` does. */
  readonly logVault: LogVault;
  /** Who is told when a wave is stopped, fails or waits for approval. EventBridge and CloudWatch must be able to publish to it. */
  readonly notifications: sns.ITopic;
  /**
   * Versioned bucket of this account and region into which assemblies are uploaded. One of your own has to send its events
   * to EventBridge.
   * @default - a new one
   */
  readonly assemblies?: s3.IBucket;
  /**
   * Key of the object that starts a deployment: a zip file with the contents of `cdk.out` at its root.
   * @default 'assembly.zip'
   */
  readonly assemblyKey?: string;
  /**
   * Exact version of the CDK's command line (the package `aws-cdk`). It is taken from the `node_modules` of the assembly
   * if it is in there, else from the package registry.
   * @default '2.1148.1'
   */
  readonly cliVersion?: string;
  /**
   * How long the deployment of one wave may take, bake not included: 5 minutes to 8 hours.
   * @default - 3 hours
   */
  readonly deployTimeout?: Duration;
  /**
   * Name of the pipeline.
   * @default - derived from the construct path
   */
  readonly pipelineName?: string;
}
