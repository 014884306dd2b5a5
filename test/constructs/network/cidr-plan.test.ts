import fc from 'fast-check';
import { overlaps, parseCidr } from '../../../constructs/core/cidr';
import { CidrPlan } from '../../../constructs/network/cidr-plan';

const TIERS = ['app', 'data', 'public', 'one', 'two', 'three', 'four', 'five'];
const ZONES = [...'abcdefgh'].map((letter) => `us-east-1${letter}`);

test('all tiers in all zones share no address and stay inside the VPC', () => {
  fc.assert(
    fc.property(fc.integer({ min: 16, max: 20 }), (bits) => {
      const cidr = `10.0.0.0/${bits}`;
      const plan = new CidrPlan(cidr, TIERS.slice(3));
      const blocks = TIERS.flatMap((tier) => ZONES.map((zone) => parseCidr(plan.blockOf(tier, zone))!));
      const vpc = parseCidr(cidr)!;
      const inside = blocks.every(
        (block) => block.first >= vpc.first && block.first + block.size <= vpc.first + vpc.size,
      );
      const apart = blocks.every((a, i) => blocks.slice(i + 1).every((b) => !overlaps(a, b)));
      return inside && apart;
    }),
  );
});

test('the smallest VPC still gives every subnet the 16 addresses that AWS asks for', () => {
  const plan = new CidrPlan('10.0.0.0/20');
  expect(plan.blockOf('public', 'us-east-1a')).toBe('10.0.10.0/28');
});
