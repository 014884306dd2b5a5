import fc from 'fast-check';
import { formatCidr, overlaps, parseCidr } from '../../../constructs/core/cidr';

const block = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 8, max: 32 }))
  .map(([address, bits]) => ({ first: address - (address % 2 ** (32 - bits)), size: 2 ** (32 - bits) }));

test('text and range are the same thing', () => {
  fc.assert(fc.property(block, (range) => expect(parseCidr(formatCidr(range))).toEqual(range)));
});

test.each(['10.0.0.0', '10.0.0.1/24', '256.0.0.0/8', '10.0.0.0/33', 'a.b.c.d/8', '10.0.0.0/-1'])(
  '%p is not a block',
  (text) => {
    expect(parseCidr(text)).toBeUndefined();
  },
);

test('two blocks overlap exactly when they share an address', () => {
  const shares = (a: { first: number; size: number }, b: typeof a) =>
    Math.max(a.first, b.first) < Math.min(a.first + a.size, b.first + b.size);
  fc.assert(fc.property(block, block, (a, b) => overlaps(a, b) === shares(a, b) && overlaps(a, b) === overlaps(b, a)));
});
