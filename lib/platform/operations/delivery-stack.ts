import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { RegionalStack, type RegionSet } from '../../../constructs/core';
import { validate } from '../../../constructs/core/errors';
import { DeploymentWaves, type WaveApproval } from '../../../constructs/delivery';
import { LogVault, NotificationTopic, PlatformKey } from '../../../constructs/security';
import type { Platform } from '../platform';
import { wavesOf } from './waves';

/** How a platform gets its new versions. */
export interface DeliveryStackProps {
  /** Name of the stack. */
  readonly stackName: string;
  /** The platform. */
  readonly platform: Platform;
  /** The regions and their roles, as the platform has them. */
  readonly regions: RegionSet;
  /**
   * Account id.
   * @default - the account of the platform: alarms stop a wave only in their own
   */
  readonly account?: string;
  /**
   * How long alarms are watched after each wave that users can feel.
   * @default - one hour
   */
  readonly bake?: Duration;
  /**
   * Who lets the applications of the primary region begin.
   * @default - nobody has to
   */
  readonly primaryApproval?: WaveApproval;
}

/**
 * A pipeline that brings new versions of a platform to one region after the other, and to no further one while an alarm
 * rings. It is in the region that takes over, or in the only one there is, and deploys whatever assembly is uploaded; the
 * first deployment of all is made by hand, because its alarms have to be there.
 *
 * Survives a bad version: it stays in the wave that it was seen in, and applications go back. Is still there when the
 * primary region is lost, but delivers nothing until all regions are back: templates read outputs of stacks in others. Does
 * not notice what no alarm of the platform notices.
 */
export class DeliveryStack extends RegionalStack {
  /** The waves. */
  public readonly waves: DeploymentWaves;

  constructor(scope: Construct, id: string, props: DeliveryStackProps) {
    const { name: region, zones } = props.regions.away ?? props.regions.primary;
    super(scope, id, {
      stackName: props.stackName,
      region,
      zones,
      account: props.account ?? props.platform.edge.account,
      description: 'Brings new versions to one region after the other',
    });
    validate(this, [operatedCheck(props.platform)]);
    const { key } = new PlatformKey(this, 'Key');
    this.waves = new DeploymentWaves(this, 'Waves', {
      waves: wavesOf(props.platform, { ...props, bake: props.bake ?? Duration.hours(1) }),
      logVault: new LogVault(this, 'Logs', { key }),
      notifications: new NotificationTopic(this, 'Operations', { key }).topic,
    });
  }
}

function operatedCheck({ oversight }: Platform) {
  return {
    code: 'DeliveryWithoutAlarms',
    property: 'platform',
    when: oversight === undefined,
    value: 'Operations.none()',
    allowed: 'a platform with operations, whose alarms say when to stop',
    action: 'Leave `operations` of the platform on, or deploy by hand',
  };
}
