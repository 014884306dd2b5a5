import { Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as synthetics from 'aws-cdk-lib/aws-synthetics';
import { Construct } from 'constructs';
import { validate } from '../../core/errors';
import { TierSecurityGroup } from '../../network';
import type { ManagedPolicyRole } from '../../security';
import { type CanaryJudgement, failureAlarm, latencyAlarm } from './canary-alarms';
import { artifactBucket } from './canary-artifacts';
import { canaryScript } from './canary-code';
import { latencyMetric, successMetric } from './canary-metrics';
import { allowLogging, canaryRole } from './canary-role';
import type { CanaryTarget } from './canary-target';
import { syntheticCanaryChecks } from './synthetic-canary-checks';
import type { SyntheticCanaryProps } from './synthetic-canary-props';
import { type CanarySettings, settingsOf } from './synthetic-canary-settings';

/**
 * Tries what users do, every few minutes and through an entry that they use, and tells when it fails. Probes notice what
 * metrics of a service cannot: names, certificates, routing, a region that nobody reaches any more.
 *
 * Survives the loss of a zone, and a failed run (two of three have to fail). A canary that does not run any more counts as
 * failed, but its alarm is in its own region: that region's loss is only noticed by probes from other regions. Nothing of
 * it stays when it is deleted but what the log vault retains.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html
 */
export class SyntheticCanary extends Construct {
  /** The canary. */
  public readonly canary: synthetics.Canary;
  /** Its name. */
  public readonly canaryName: string;
  /** What it may do. */
  public readonly role: ManagedPolicyRole;
  /** Its security group; with `network`. */
  public readonly securityGroup?: TierSecurityGroup;
  /** Its screenshots, reports and logs. */
  public readonly artifacts: s3.IBucket;
  /** Its log. */
  public readonly logGroup: logs.ILogGroup;
  /** Percentage of runs that succeeded. */
  public readonly metricSuccess: cloudwatch.IMetric;
  /** Milliseconds that the slowest step took. */
  public readonly metricLatency: cloudwatch.IMetric;
  /** Goes off when runs fail or do not happen; therefore also while a new canary has not succeeded twice yet. */
  public readonly alarm: cloudwatch.Alarm;
  /** Goes off when runs are slow; with `latencyGoal`. */
  public readonly latencyAlarm?: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, props: SyntheticCanaryProps) {
    super(scope, id);
    const settings = settingsOf(this, props);
    validate(this, syntheticCanaryChecks(props, settings));
    this.canaryName = settings.name;
    this.artifacts = props.artifacts ?? artifactBucket(this, props.logVault, settings.retention);
    this.securityGroup = this.makeSecurityGroup(props);
    this.role = this.makeRole(props);
    this.canary = this.makeCanary(props, settings);
    this.logGroup = this.makeLogGroup(props);
    this.metricSuccess = successMetric(this.canary, settings.every);
    this.metricLatency = latencyMetric(this.canary, props.target.steps, settings.every);
    const judgement = judgementOf(props, settings);
    this.alarm = failureAlarm(this, this.metricSuccess, judgement);
    if (props.latencyGoal) {
      this.latencyAlarm = latencyAlarm(this, this.metricLatency, props.latencyGoal, judgement);
    }
  }

  private makeSecurityGroup({ network }: SyntheticCanaryProps): TierSecurityGroup | undefined {
    if (!network) return undefined;
    return new TierSecurityGroup(this, 'SecurityGroup', { vpc: network.vpc, description: 'Canary' });
  }

  private makeRole({ logVault, network }: SyntheticCanaryProps): ManagedPolicyRole {
    const keys = [logVault.key, this.artifacts.encryptionKey ?? logVault.key];
    const { artifacts, canaryName: prefix } = this;
    return canaryRole(this, { artifacts, prefix, keys, inNetwork: network !== undefined });
  }

  private makeCanary(props: SyntheticCanaryProps, settings: CanarySettings): synthetics.Canary {
    const { network, logVault, target } = props;
    const canary = new synthetics.Canary(this, 'Canary', {
      canaryName: this.canaryName,
      test: canaryScript(),
      runtime: settings.runtime,
      environmentVariables: { STEPS: this.environment(target) },
      environmentEncryption: logVault.key,
      schedule: synthetics.Schedule.rate(settings.every),
      timeout: settings.timeout,
      memory: settings.memory,
      startAfterCreation: settings.isRunning,
      dryRunAndUpdate: settings.dryRun,
      provisionedResourceCleanup: true,
      role: this.role,
      artifactsBucketLocation: { bucket: this.artifacts, prefix: this.canaryName },
      successRetentionPeriod: settings.retention,
      failureRetentionPeriod: settings.retention,
      vpc: network?.vpc,
      vpcSubnets: network?.app,
      securityGroups: this.securityGroup && [this.securityGroup.reference],
    });
    this.encryptArtifacts(canary, props);
    // Lambda refuses a role that may not make network interfaces yet, and the first run needs its bucket.
    canary.node.addDependency(this.role, this.artifacts);
    // Lambda removes its network interfaces some minutes after the function, as this role; the group cannot go before them.
    this.securityGroup?.node.addDependency(this.role);
    return canary;
  }

  private environment({ steps }: CanaryTarget): string {
    return Stack.of(this).toJsonString(steps.map((step) => step._spec));
  }

  /** On the resource: the L2 would grant the role more of the key than it needs, by wildcard. */
  private encryptArtifacts(canary: synthetics.Canary, { logVault }: SyntheticCanaryProps): void {
    const { keyArn: kmsKeyArn } = this.artifacts.encryptionKey ?? logVault.key;
    const resource = canary.node.defaultChild as synthetics.CfnCanary;
    resource.artifactConfig = { s3Encryption: { encryptionMode: synthetics.ArtifactsEncryptionMode.KMS, kmsKeyArn } };
  }

  /** Lambda looks for the group of the function, which is named after the canary and its id, and may not make it. */
  private makeLogGroup({ logVault }: SyntheticCanaryProps): logs.ILogGroup {
    const name = `/aws/lambda/cwsyn-${this.canaryName}-${this.canary.canaryId}`;
    const group = logVault.group(this, 'Log', name);
    allowLogging(this, this.role, group);
    return group;
  }
}

function judgementOf({ target, notifications }: SyntheticCanaryProps, settings: CanarySettings): CanaryJudgement {
  const { every, failedRuns, ofRuns, isRunning } = settings;
  return { entry: target._words, every, failedRuns, ofRuns, isRunning, notifications };
}
