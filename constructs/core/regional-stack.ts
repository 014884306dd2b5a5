import { CrossStackReferences, ReferenceStrength, Stack, type StackProps, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { validate } from './errors';

/** A stack that knows its region and zones. */
export interface RegionalStackProps {
  /** Region name: a literal. */
  readonly region: string;
  /** Zones by name: literals. */
  readonly zones: string[];
  /**
   * Account id.
   * @default - the account of the credentials at deployment
   */
  readonly account?: string;
  /**
   * Whether CloudFormation refuses to delete the stack.
   * @default false
   */
  readonly terminationProtection?: boolean;
  /**
   * What the stack is for, at most 1,024 bytes.
   * @default - no description
   */
  readonly description?: string;
  /**
   * Name of the stack.
   * @default - derived from the construct path
   */
  readonly stackName?: string;
}

/**
 * A stack with a literal region and literal zones, so that constructs inside it spread over exactly these zones and
 * synthesis records no look-up, with or without a concrete account.
 *
 * What it takes from other stacks, of any region, it takes by weak reference: read at deployment from an output, without
 * exports that lock the other stack and without custom resources between regions.
 */
export class RegionalStack extends Stack {
  /** Zones by name. */
  public readonly zones: string[];

  constructor(scope: Construct, id: string, props: RegionalStackProps) {
    super(scope, id, stackProps(props));
    validate(this, [
      {
        code: 'ZoneOutsideRegion',
        property: 'zones',
        when: props.zones.length === 0 || props.zones.some((zone) => !zone.startsWith(props.region)),
        value: props.zones,
        allowed: `at least one zone of ${props.region}`,
        action: 'Name the zones, for example us-east-1a',
      },
    ]);
    this.zones = props.zones;
    this.node.setContext(this.zonesContextKey(), props.zones);
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);
  }

  // The framework answers `availabilityZones` from this key; without it a concrete account means a look-up.
  private zonesContextKey(): string {
    return Token.isUnresolved(this.account)
      ? 'aws:cdk:availability-zones:fallback'
      : `availability-zones:account=${this.account}:region=${this.region}`;
  }
}

function stackProps(props: RegionalStackProps): StackProps {
  const { region, account, terminationProtection, description, stackName } = props;
  return { env: { account, region }, terminationProtection, description, stackName, crossRegionReferences: true };
}
