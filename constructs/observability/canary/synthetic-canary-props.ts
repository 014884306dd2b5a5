import type { Duration, Size } from 'aws-cdk-lib';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as synthetics from 'aws-cdk-lib/aws-synthetics';
import type { ITieredVpc } from '../../network';
import type { LogVault } from '../../security';
import type { CanaryTarget } from './canary-target';

/** A probe that runs for ever. */
export interface SyntheticCanaryProps {
  /** Through which entry it comes, and what it tries. */
  readonly target: CanaryTarget;
  /** Makes the log group and the bucket of the artifacts; its key encrypts them, and what the canary is told. */
  readonly logVault: LogVault;
  /** Told when runs fail, are too slow or do not happen. */
  readonly notifications: sns.ITopic;
  /**
   * Network in whose app tier the canary runs. The tier needs a way to S3 and CloudWatch. A canary in a network comes from
   * its NAT gateway, not from where users are. When it is deleted, Lambda keeps its network interfaces for up to half an
   * hour, and its security group waits for them: if that takes too long for CloudFormation, delete the stack once more.
   * @default - none: it comes from the internet; `CanaryTarget.localEntry` cannot be reached from there
   */
  readonly network?: ITieredVpc;
  /**
   * Name: 1 to 21 of a-z, 0-9, - and _, unique in account and region. It is sent along with the requests of browsers.
   * @default - the construct's id and a hash of its path
   */
  readonly canaryName?: string;
  /**
   * Time between two runs: 1 minute to 1 hour. Every run costs.
   * @default - 5 minutes
   */
  readonly every?: Duration;
  /**
   * How long a run may take: 3 seconds to 14 minutes, not longer than `every`. The steps have to fit into it.
   * @default - the time limits of the steps and half a minute, but at least a minute
   */
  readonly timeout?: Duration;
  /**
   * How many of the last runs have to fail, or not happen, before the alarm goes off.
   * @default 2
   */
  readonly failedRuns?: number;
  /**
   * How many of the last runs are looked at.
   * @default 3
   */
  readonly ofRuns?: number;
  /**
   * Longest time that the slowest step may take before the latency alarm goes off. Shorter than the time limits of the
   * steps: beyond these they fail.
   * @default - no latency alarm
   */
  readonly latencyGoal?: Duration;
  /**
   * Bucket of the artifacts, for example one for all canaries of a region. They come below the name of the canary.
   * @default - a new one
   */
  readonly artifacts?: s3.IBucket;
  /**
   * How long artifacts and the list of runs are kept: 1 to 455 days. A bucket of your own has its own rules.
   * @default - 31 days
   */
  readonly retention?: Duration;
  /**
   * Whether the canary runs. false stops it: alarms rest too. Stop it before you take down what it probes.
   * @default true
   */
  readonly start?: boolean;
  /**
   * Whether a change is tried in one run first, and refused if that fails. While the entry is down, nothing of the canary can
   * be changed then, and a deployment that does is rolled back.
   * @default true
   */
  readonly dryRun?: boolean;
  /**
   * Memory, in steps of 64 MiB from 960 to 3,008 MiB. Browsers like more of it.
   * @default - 1,024 MiB, or 2,048 MiB if there are pages
   */
  readonly memorySize?: Size;
  /**
   * Runtime: one of the Playwright family, 5.1 or newer. Old ones stop being supported.
   * @default - the newest that this version of the CDK knows
   */
  readonly runtime?: synthetics.Runtime;
}
