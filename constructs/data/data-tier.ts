import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Check } from '../core/errors';
import type { ITieredVpc } from '../network';

/** Zones of the data tier; none when the selection matches nothing (the VPC would throw without a code). */
export function dataZones({ vpc, data }: ITieredVpc): string[] {
  try {
    return [...new Set(vpc.selectSubnets(data).availabilityZones)];
  } catch {
    return [];
  }
}

/** RDS takes no subnet group in fewer than two zones. */
export function dataTierChecks(network: ITieredVpc): Check[] {
  const zones = dataZones(network);
  return [
    {
      code: 'MissingSubnets',
      property: 'network.data',
      when: zones.length < 2,
      value: zones,
      allowed: 'subnets in at least two zones',
      action: 'Add subnets to the data tier, or select others',
    },
  ];
}

/** Zones are named so that instances are spread over them; they are those of the VPC, whatever the region. */
export function acknowledgeLiteralZone(instance: IConstruct): void {
  Validations.of(instance).acknowledge({
    id: 'CloudFormation-Validate::W3010',
    reason: 'The zone is one of the data tier, and stating it is what spreads the instances.',
  });
}
