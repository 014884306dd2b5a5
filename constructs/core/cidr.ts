/** An IPv4 address block as the half-open range of its addresses. */
export interface AddressRange {
  readonly first: number;
  readonly size: number;
}

/** Parses `10.0.0.0/16`; undefined when the text is not an IPv4 block whose host bits are zero. */
export function parseCidr(text: string): AddressRange | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const [a, b, c, d, bits] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || bits > 32) return undefined;
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** (32 - bits);
  return first % size === 0 ? { first, size } : undefined;
}

/** The text form of a block. */
export function formatCidr(range: AddressRange): string {
  const octet = (shift: number) => Math.floor(range.first / 2 ** shift) % 256;
  return `${octet(24)}.${octet(16)}.${octet(8)}.${octet(0)}/${32 - Math.log2(range.size)}`;
}

/** Whether two blocks share an address. */
export function overlaps(a: AddressRange, b: AddressRange): boolean {
  return a.first < b.first + b.size && b.first < a.first + a.size;
}
