import { DefaultStackSynthesizer, type Stack, Token } from 'aws-cdk-lib';

/** Where the stacks of another app are deployed to. */
export interface NamedStacksOptions {
  /**
   * Account id. It was bootstrapped with trust in the account of the pipeline.
   * @default - the account of the pipeline
   */
  readonly account?: string;
  /**
   * Qualifier that the account and region were bootstrapped with.
   * @default - that of the CDK, `hnb659fds`
   */
  readonly qualifier?: string;
}

/** Whose bootstrap roles a wave assumes. */
export interface WaveTarget {
  /** Absent for the account of the pipeline. */
  readonly account?: string;
  readonly qualifier: string;
}

/** The stacks that a wave deploys, and nothing else: what they depend on has to be in an earlier wave. */
export class WaveStacks {
  /** Stacks of this app. Their region is checked, and that no wave comes before what it depends on. */
  public static of(...stacks: Stack[]): WaveStacks {
    return new WaveStacks(
      stacks.map(({ node }) => node.path),
      stacks.map(targetOf),
      stacks,
    );
  }

  /** Stacks of another app, by their construct paths, for example `Shop/Data-eu-west-1`. Nothing about them can be checked. */
  public static named(ids: string[], options: NamedStacksOptions = {}): WaveStacks {
    const { account, qualifier = DefaultStackSynthesizer.DEFAULT_QUALIFIER } = options;
    return new WaveStacks(ids, [{ account, qualifier }], []);
  }

  private constructor(
    /** @internal */
    public readonly _ids: string[],
    /** @internal */
    public readonly _targets: WaveTarget[],
    /** @internal */
    public readonly _stacks: Stack[],
  ) {}
}

function targetOf({ account, synthesizer }: Stack): WaveTarget {
  return {
    account: Token.isUnresolved(account) ? undefined : account,
    qualifier: synthesizer.bootstrapQualifier ?? DefaultStackSynthesizer.DEFAULT_QUALIFIER,
  };
}
