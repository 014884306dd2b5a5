import { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { type RegionByRegionProps, regionByRegion } from './region-by-region';
import { WaveApproval } from './wave-approval';
import type { WaveStacks } from './wave-stacks';

/** What happens to a wave whose alarm rings while it bakes. No later wave begins in either case. */
export enum AlarmResponse {
  /** It stays as it is, for people to look at. */
  STOP = 'stop',
  /**
   * It is deployed again from the last assembly that passed it. Earlier waves keep the new version, so both must get along;
   * a schema that was migrated does not go back. Right for applications, rarely for data. The first execution after a
   * change of the pipeline itself has nothing to go back to.
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
   */
  ROLL_BACK = 'rollBack',
}

/** One wave. */
export interface DeploymentWaveProps {
  /** Name, for example `App-eu-west-1`: at most 80 letters, digits and `.@_-`. It becomes a stage of the pipeline. */
  readonly name: string;
  /** The one region that the wave touches. */
  readonly region: string;
  /** What is deployed. */
  readonly stacks: WaveStacks;
  /**
   * Alarms of that region and of the account of the pipeline which say that its users suffer: 1 to 5, composite ones
   * included. While one rings, the wave does not begin; when one rings while it bakes, no later wave begins.
   */
  readonly alarms: cloudwatch.IAlarm[];
  /**
   * How long the alarms are watched after the deployment. At least as long as the slowest of them takes to evaluate.
   * @default - one hour
   */
  readonly bake?: Duration;
  /**
   * What happens to the wave when an alarm rings.
   * @default AlarmResponse.STOP
   */
  readonly onAlarm?: AlarmResponse;
  /**
   * Who lets the wave begin.
   * @default WaveApproval.none()
   */
  readonly approval?: WaveApproval;
}

/** Stacks of one region that are deployed together, and the alarms that judge them before anything else is touched. */
export class DeploymentWave {
  /**
   * The order that hurts least: first the stateful stacks, home region first, because the copies of the others are made of
   * it; then the applications, region by region, from those without users to the one that takes the writes.
   */
  public static regionByRegion(props: RegionByRegionProps): DeploymentWave[] {
    return regionByRegion(props).map((wave) => new DeploymentWave(wave));
  }

  /** Name. */
  public readonly name: string;
  /** The one region that the wave touches. */
  public readonly region: string;
  /** What is deployed. */
  public readonly stacks: WaveStacks;
  /** What judges it. */
  public readonly alarms: cloudwatch.IAlarm[];
  /** How long it is judged. */
  public readonly bake: Duration;
  /** What happens to the wave when an alarm rings. */
  public readonly onAlarm: AlarmResponse;
  /** Who lets the wave begin. */
  public readonly approval: WaveApproval;

  constructor(props: DeploymentWaveProps) {
    this.name = props.name;
    this.region = props.region;
    this.stacks = props.stacks;
    this.alarms = [...props.alarms];
    this.bake = props.bake ?? Duration.hours(1);
    this.onAlarm = props.onAlarm ?? AlarmResponse.STOP;
    this.approval = props.approval ?? WaveApproval.none();
  }
}
