import { validate } from './errors';

/** How much capacity the peak needs, and over how many zones it is spread. */
export interface RedundancyProps {
  /** Units (instances, tasks, nodes) that the stated peak needs when nothing is broken. */
  readonly peakUnits: number;
  /** Zones over which the units are spread evenly. */
  readonly zones: number;
}

/**
 * How many units survive the loss of one zone at the stated peak: `ceil(peak x zones / (zones - 1))`, rounded up to a
 * whole number per zone because Auto Scaling balances zones. In one zone nothing survives, so the peak is all that can
 * be asked for.
 */
export class Redundancy {
  /** Units that the peak needs. */
  public readonly peakUnits: number;
  /** Zones over which the units are spread. */
  public readonly zones: number;

  constructor(props: RedundancyProps) {
    validate('Redundancy', [
      {
        code: 'PeakNotPositive',
        property: 'peakUnits',
        when: !(props.peakUnits > 0),
        value: props.peakUnits,
        allowed: 'more than 0',
        action: 'State the number of units that the peak needs',
      },
      {
        code: 'ZonesNotPositive',
        property: 'zones',
        when: !(Number.isInteger(props.zones) && props.zones > 0),
        value: props.zones,
        allowed: 'a whole number, 1 or more',
        action: 'State over how many zones the units are spread',
      },
    ]);
    this.peakUnits = props.peakUnits;
    this.zones = props.zones;
  }

  /** Units to keep running so that the rest still carries the peak after one zone is gone. */
  public get minimumUnits(): number {
    if (this.zones === 1) return Math.ceil(this.peakUnits);
    return Math.ceil(this.peakUnits / (this.zones - 1)) * this.zones;
  }

  /** Units left of `units` after the fullest zone is gone. */
  public survivors(units: number): number {
    return units - Math.ceil(units / this.zones);
  }

  /** Whether `units` still carry the peak after one zone is gone. */
  public isSurvivedBy(units: number): boolean {
    return this.zones > 1 && this.survivors(units) >= this.peakUnits;
  }
}
