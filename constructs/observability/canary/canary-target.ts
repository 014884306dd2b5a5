import { Token } from 'aws-cdk-lib';
import { type Check, validate } from '../../core/errors';
import type { CanaryStep } from './canary-step';

/** Through which entry a canary comes, and what it tries there. Together they tell where a failure is. */
export class CanaryTarget {
  /**
   * An entry of this region that only its network reaches: an internal load balancer, a private API. Fails when this
   * region's workload does, whatever happens on the way to it. Needs a `network`.
   */
  public static localEntry(...steps: CanaryStep[]): CanaryTarget {
    return CanaryTarget.of('localEntry', 'the local entry', steps);
  }

  /**
   * The own public name of a region, of this one or of another. Fails when that region cannot be reached, which its own
   * probes may not notice.
   */
  public static regionalEntry(region: string, ...steps: CanaryStep[]): CanaryTarget {
    return CanaryTarget.of('regionalEntry', region, steps, [regionCheck(region)]);
  }

  /**
   * The name that users know, through Route 53 and CloudFront. Fails when users see a failure, and not when routing has
   * turned away from the region that has one.
   */
  public static globalEntry(...steps: CanaryStep[]): CanaryTarget {
    return CanaryTarget.of('globalEntry', 'the global entry', steps);
  }

  private static of(factory: string, words: string, steps: CanaryStep[], checks: Check[] = []): CanaryTarget {
    validate(`CanaryTarget.${factory}`, [...checks, ...stepsChecks(steps)]);
    return new CanaryTarget(steps, words, factory === 'localEntry');
  }

  private constructor(
    /** What is tried, in this order. */
    public readonly steps: CanaryStep[],
    /** @internal */
    public readonly _words: string,
    /** @internal */
    public readonly _isPrivate: boolean,
  ) {}
}

function stepsChecks(steps: CanaryStep[]): Check[] {
  const names = steps.map((step) => step.name);
  return [
    {
      code: 'NoSteps',
      property: 'steps',
      when: steps.length === 0,
      value: names,
      allowed: 'at least one step',
      action: 'Probe something: without steps the canary would never fail',
    },
    {
      code: 'DuplicateStepName',
      property: 'steps',
      when: new Set(names).size < names.length,
      value: names,
      allowed: 'each name once',
      action: 'Give the steps names of their own: they share their metrics otherwise',
    },
  ];
}

function regionCheck(region: string): Check {
  return {
    code: 'RegionInvalid',
    property: 'region',
    when: !Token.isUnresolved(region) && !/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region),
    value: region,
    allowed: 'the name of a region, for example eu-west-1',
    action: 'Name the region whose entry is probed',
  };
}
