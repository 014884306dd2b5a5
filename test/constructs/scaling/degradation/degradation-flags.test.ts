import fc from 'fast-check';
import { flagContent, flagsOffAt } from '../../../../constructs/scaling/degradation/degradation-flags';
import type { DegradationLevel } from '../../../../constructs/scaling/degradation/degradation-ladder-props';

const level = (number: number, ...switchesOff: string[]): DegradationLevel => ({
  level: number,
  switchesOff,
  alarms: [],
});
/** A document that may follow the schema. */
interface Flags {
  readonly version: unknown;
  readonly flags?: Record<string, { readonly name?: string; readonly [other: string]: unknown }>;
  readonly values?: Record<string, Record<string, unknown>>;
  readonly [other: string]: unknown;
}

const LEVELS = [level(2, 'email'), level(1, 'reviews', 'ads'), level(3, 'search')];

test('what is off stays off at the higher levels', () => {
  expect([0, 1, 2, 3].map((number) => flagsOffAt(LEVELS, number))).toEqual([
    [],
    ['ads', 'reviews'],
    ['ads', 'email', 'reviews'],
    ['ads', 'email', 'reviews', 'search'],
  ]);
});

test('every level knows every flag, so that an application never misses one', () => {
  expect((JSON.parse(flagContent(LEVELS, 2)) as Flags).values).toEqual({
    degraded: { enabled: true },
    ads: { enabled: false },
    email: { enabled: false },
    reviews: { enabled: false },
    search: { enabled: true },
  });
});

test('the order in which flags are listed does not matter', () => {
  const shuffled = [level(3, 'search'), level(1, 'ads', 'reviews'), level(2, 'email')];
  expect(flagContent(shuffled, 2)).toBe(flagContent(LEVELS, 2));
});

test('whatever the levels, the flags follow the schema of AppConfig', () => {
  const name = fc.stringMatching(/^[a-z][a-zA-Z\d_-]{0,63}$/).filter((text) => text !== 'degraded');
  const names = fc.uniqueArray(name, { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(names, fc.integer({ min: 0, max: 4 }), (flags, number) => {
      const levels = [1, 2, 3, 4].map((each) => level(each, ...flags.filter((_, index) => (index % 4) + 1 === each)));
      expect(violations(JSON.parse(flagContent(levels, number)) as Flags)).toEqual([]);
    }),
  );
});

test('the schema refuses what it should', () => {
  const value = { a: { enabled: true } };
  expect(violations({ version: '1', flags: { a: { name: 'a' } }, values: value })).toEqual([]);
  expect(
    violations({ version: 1, flags: { A: { title: 'a' } }, values: { b: { enabled: 'yes' } }, more: 1 }),
  ).toHaveLength(6);
});

/**
 * The rules that AppConfig publishes for its flags, as far as flags without attributes and variants can break them.
 * @see https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-type-reference-feature-flags.html
 */
function violations({ version, flags = {}, values = {}, ...rest }: Flags): string[] {
  const unknown = (object: object, known: string[]) => Object.keys(object).filter((key) => !known.includes(key));
  const found = [...unknown(rest, []), ...(version === '1' ? [] : ['version'])];
  for (const [name, flag] of Object.entries(flags)) {
    if (!/^[a-z][a-zA-Z\d_-]{0,63}$/.test(name)) found.push(`flag ${name}`);
    found.push(...unknown(flag, ['name', 'description', 'attributes', '_createdAt', '_updatedAt', '_deprecation']));
    if (flag.name !== undefined && !/^[^\n]{1,64}$/.test(flag.name)) found.push(`name of ${name}`);
  }
  for (const [name, value] of Object.entries(values)) {
    if (!(name in flags)) found.push(`value without flag: ${name}`);
    if (typeof value.enabled !== 'boolean') found.push(`enabled of ${name}`);
    found.push(...unknown(value, ['enabled', '_createdAt', '_updatedAt']));
  }
  return found;
}
