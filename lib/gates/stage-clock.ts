import { performance } from 'node:perf_hooks';

/** How long a stage took. */
export interface StageTiming {
  readonly stage: string;
  readonly milliseconds: number;
}

/** A stage begins, or the one that began last is over. */
export type StageEvent = { readonly kind: 'begin'; readonly stage: string } | ({ readonly kind: 'end' } & StageTiming);

/** Tells which stage of a synthesis is under way and how long each of them took. Stages follow one another. */
export class StageClock {
  private current?: { readonly stage: string; readonly since: number };
  private readonly begun = new Set<string>();

  constructor(
    private readonly report: (event: StageEvent) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The stage that is under way. */
  public get stage(): string | undefined {
    return this.current?.stage;
  }

  /** Ends the stage that is under way and begins another. */
  public begin(stage: string): void {
    this.end();
    this.begun.add(stage);
    this.current = { stage, since: this.now() };
    this.report({ kind: 'begin', stage });
  }

  /** Ends the stage that is under way, if there is one. */
  public end(): void {
    if (this.current === undefined) return;
    const { stage, since } = this.current;
    this.current = undefined;
    this.report({ kind: 'end', stage, milliseconds: Math.round(this.now() - since) });
  }

  /** Whether a stage ever began. */
  public hasBegun(stage: string): boolean {
    return this.begun.has(stage);
  }
}
