import { Lazy } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { ChaosSuite } from './chaos-suite';
import { coverageProblems } from './coverage-problems';
import { type CoverageRow, coverageRows } from './coverage-rows';
import { coverageMarkdown, coverageText } from './coverage-table';
import type { FailureDomain } from './experiment-failure';

/** A redundancy that somebody relies on. */
export interface RedundancyClaim {
  /** Name of the claim, to which experiments refer with `proves`. */
  readonly name: string;
  /** What the construct survives. */
  readonly survives: FailureDomain;
  /** What is redundant. */
  readonly construct: IConstruct;
  /**
   * Why no experiment tests the claim.
   * @default - an experiment does
   */
  readonly notTestedBecause?: string;
}

/** Which claims are tested by which suites. */
export interface ChaosCoverageProps {
  /**
   * Claims to begin with.
   * @default - none; `claim` adds them
   */
  readonly claims?: RedundancyClaim[];
  /**
   * Suites to begin with, of any region.
   * @default - none; `suite` adds them
   */
  readonly suites?: ChaosSuite[];
}

/**
 * Every redundancy that is claimed has an experiment that could refute it, or says why not. Synthesis fails otherwise: a
 * redundancy that was never tried is a hope.
 *
 * Creates no AWS resources. It does not know whether the experiments were run, and with what result.
 */
export class ChaosCoverage extends Construct {
  private readonly claims: RedundancyClaim[];
  private readonly suites: ChaosSuite[];

  constructor(scope: Construct, id: string, props: ChaosCoverageProps = {}) {
    super(scope, id);
    this.claims = [...(props.claims ?? [])];
    this.suites = [...(props.suites ?? [])];
    this.node.addValidation({ validate: () => coverageProblems(this.claims, this.experiments) });
    // For those who read the assembly without running this code.
    this.node.addMetadata('cdk-nines:coverage', Lazy.any({ produce: () => this.rows() }));
  }

  /** Adds a claim. */
  public claim(claim: RedundancyClaim): void {
    this.claims.push(claim);
  }

  /** Adds a suite. */
  public suite(suite: ChaosSuite): void {
    this.suites.push(suite);
  }

  /** The table as Markdown. */
  public markdown(): string {
    return coverageMarkdown(this.rows());
  }

  /** The table as text of fixed width. */
  public text(): string {
    return coverageText(this.rows());
  }

  private get experiments() {
    return this.suites.flatMap((suite) => suite.experiments);
  }

  private rows(): CoverageRow[] {
    return coverageRows(this.claims, this.experiments);
  }
}
