import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { RegionalStack, type RegionSpec } from '../../constructs/core';
import { EndpointProfile, TieredVpc } from '../../constructs/network';
import { BackupVaultReplica } from '../../constructs/resilience';
import { LogVault, NotificationTopic, PlatformKey } from '../../constructs/security';

/** The foundation of one region. */
export interface FoundationStackProps {
  /**
   * Name of the stack.
   * @default - derived from the construct path
   */
  readonly stackName?: string;
  /** The region. */
  readonly region: RegionSpec;
  /**
   * Account id.
   * @default - the account of the credentials at deployment
   */
  readonly account?: string;
  /**
   * Whether copies of the home region's backups are kept here.
   * @default false
   */
  readonly keepsBackups?: boolean;
}

/**
 * What changes rarely and everything else stands on: the region's key, its logs, its network and the topic that people
 * are told through. Survives the loss of a zone; every region has its own.
 */
export class FoundationStack extends RegionalStack {
  /** Key of the region. */
  public readonly key: PlatformKey;
  /** Log groups and buckets of the region. */
  public readonly logVault: LogVault;
  /** The network. */
  public readonly network: TieredVpc;
  /** Where alarms and scaling events go. */
  public readonly operations: sns.ITopic;
  /** Where copies of the home region's backups are, if they are here. */
  public readonly backups?: BackupVaultReplica;

  constructor(scope: Construct, id: string, props: FoundationStackProps) {
    const { name, zones, cidr } = props.region;
    super(scope, id, {
      stackName: props.stackName,
      region: name,
      zones,
      account: props.account,
      terminationProtection: true,
      description: `Key, logs and network of ${name}`,
    });
    this.key = new PlatformKey(this, 'Key');
    this.logVault = new LogVault(this, 'Logs', { key: this.key.key });
    this.network = new TieredVpc(this, 'Network', {
      cidr,
      logVault: this.logVault,
      minimumZones: Math.min(3, zones.length),
      endpoints: EndpointProfile.awsApis(),
    });
    this.operations = new NotificationTopic(this, 'Operations', { key: this.key.key }).topic;
    if (props.keepsBackups) this.backups = new BackupVaultReplica(this, 'Backups', { key: this.key.key });
  }
}
