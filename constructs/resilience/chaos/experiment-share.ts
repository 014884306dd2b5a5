/**
 * The most that an experiment may hit of what its tag finds. FIS picks at random and rounds down, so the share is never
 * exceeded; a share below one resource finds none, and the experiment does not start.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/targets.html#target-selection-mode
 */
export class TargetShare {
  /** A percentage of the resources found: 1 to 100, without a fraction. */
  public static percent(percent: number): TargetShare {
    return new TargetShare('PERCENT', percent);
  }

  /** A number of resources. Choose it below half of the smallest fleet that has the tag: synthesis cannot see how many there are. */
  public static count(count: number): TargetShare {
    return new TargetShare('COUNT', count);
  }

  /** @internal */
  public readonly _isValid: boolean;

  private constructor(
    /** @internal */
    public readonly _mode: 'PERCENT' | 'COUNT',
    /** @internal */
    public readonly _amount: number,
  ) {
    this._isValid = Number.isInteger(_amount) && _amount >= 1 && (_mode === 'COUNT' || _amount <= 100);
  }

  /** The selection mode as FIS spells it. */
  public get selectionMode(): string {
    return `${this._mode}(${this._amount})`;
  }

  /** How many of `found` resources FIS selects. */
  public selected(found: number): number {
    return this._mode === 'COUNT' ? Math.min(this._amount, found) : Math.floor((found * this._amount) / 100);
  }
}
