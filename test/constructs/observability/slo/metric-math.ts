/** A value at one time, or nothing. */
export type Datum = number | undefined;

type Scope = (name: string) => Datum;
type Operator = (left: number, right: number) => number;

/** Weakest binding first. */
const LEVELS: { [token: string]: Operator }[] = [
  { OR: (a, b) => Number(a !== 0 || b !== 0) },
  { '<': (a, b) => Number(a < b), '>': (a, b) => Number(a > b) },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / b },
];

/**
 * The part of CloudWatch's metric math that the library writes, for one point in time. A missing value makes everything
 * missing that is calculated with it, but for FILL and for the branch of an IF that is not taken; so does a division by 0.
 */
export function evaluate(expression: string, scope: Scope): Datum {
  const tokens = expression.match(/[A-Za-z_]\w*|[\d.]+|[-+*/<>(),]/g) ?? [];
  let at = 0;
  const next = () => tokens[at++];
  const expected = (token: string) => {
    const found = next();
    if (found !== token) throw new Error(`expected ${token} instead of ${found} in ${expression}`);
  };
  const binary = (level: number): Datum => {
    if (level === LEVELS.length) return primary();
    let left = binary(level + 1);
    while (tokens[at] !== undefined && LEVELS[level][tokens[at]]) {
      const operator = LEVELS[level][next()];
      left = combine(operator, left, binary(level + 1));
    }
    return left;
  };
  const list = (): Datum[] => {
    expected('(');
    const values = [binary(0)];
    while (tokens[at] === ',') {
      next();
      values.push(binary(0));
    }
    expected(')');
    return values;
  };
  const primary = (): Datum => {
    const token = next();
    if (token === '(') {
      at--;
      return list()[0];
    }
    if (token === 'IF') return choose(list());
    if (token === 'FILL') return fill(list());
    return /^[\d.]/.test(token) ? Number(token) : scope(token);
  };
  const value = binary(0);
  if (at !== tokens.length) throw new Error(`${tokens.slice(at).join(' ')} is left over of ${expression}`);
  return value;
}

function combine(operator: Operator, left: Datum, right: Datum): Datum {
  if (left === undefined || right === undefined) return undefined;
  const value = operator(left, right);
  return Number.isFinite(value) ? value : undefined;
}

function choose([condition, yes, no]: Datum[]): Datum {
  if (condition === undefined) return undefined;
  return condition !== 0 ? yes : no;
}

function fill([value, instead]: Datum[]): Datum {
  return value ?? instead;
}
