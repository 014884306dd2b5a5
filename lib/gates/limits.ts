/** A limit of CloudFormation on one template. */
export interface Limit {
  readonly name: LimitName;
  readonly allowed: number;
}

export type LimitName = 'resources' | 'templateBytes' | 'outputs' | 'parameters';

/**
 * What CloudFormation accepts of one template; none of these can be raised.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const LIMITS: readonly Limit[] = [
  { name: 'resources', allowed: 500 },
  { name: 'templateBytes', allowed: 1_000_000 },
  { name: 'outputs', allowed: 200 },
  { name: 'parameters', allowed: 200 },
];

/**
 * Share of a limit above which a stack is rejected. Splitting a stack that already runs means moving stateful resources,
 * so the alarm has to sound while there is still room to deploy.
 */
export const LIMIT_GATE = 0.8;

/** How much of one limit a template uses. */
export interface LimitUse {
  readonly value: number;
  readonly allowed: number;
  /** Between 0 and 1 (above 1 CloudFormation rejects the template), rounded to a tenth of a percent. */
  readonly share: number;
}

/** How much of every limit a template uses. */
export function limitUse(counts: Readonly<Record<LimitName, number>>): Record<LimitName, LimitUse> {
  const use = ({ name, allowed }: Limit): [LimitName, LimitUse] => {
    const value = counts[name];
    return [name, { value, allowed, share: Math.round((value / allowed) * 1000) / 1000 }];
  };
  return Object.fromEntries(LIMITS.map(use)) as Record<LimitName, LimitUse>;
}

/** The limits of which a template uses more than the gate lets through. */
export function limitsAboveGate(use: Readonly<Record<LimitName, LimitUse>>): LimitName[] {
  return LIMITS.map((limit) => limit.name).filter((name) => use[name].value > use[name].allowed * LIMIT_GATE);
}
