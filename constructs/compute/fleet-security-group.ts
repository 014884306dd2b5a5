import type { Construct } from 'constructs';
import { type ITieredVpc, TierSecurityGroup } from '../network';

/** The security group of members: nobody may connect until a link says so; they may connect to anywhere. */
export function membersGroup(scope: Construct, { vpc }: ITieredVpc): TierSecurityGroup {
  return new TierSecurityGroup(scope, 'Members', { vpc, description: `Members of ${scope.node.path}`.slice(0, 255) });
}
