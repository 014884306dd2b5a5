import { ConfigurationError, gather, validate } from '../../../constructs/core/errors';
import { errorOf } from '../../_helpers/errors';

const bad = { code: 'TooMany', property: 'count', when: true, value: 16, allowed: 'at most 15', action: 'Use fewer' };

test('a table of checks reports those that hold, one line each', () => {
  const error = errorOf(() =>
    validate('Thing', [bad, { ...bad, when: false }, { ...bad, code: 'Other', value: ['a'] }]),
  );
  expect(error.message).toBe(
    'Thing: [TooMany] count is 16; allowed: at most 15. Use fewer.\nThing: [Other] count is ["a"]; allowed: at most 15. Use fewer.',
  );
  expect(error.name).toBe('ConfigurationError');
});

test('gathering keeps results and problems of all steps', () => {
  const { results, problems } = gather([
    () => 1,
    () => validate('A', [bad]) as never,
    () => validate('B', [bad]) as never,
    () => 2,
  ]);
  expect(results).toEqual([1, 2]);
  expect(problems.map((problem) => problem.where)).toEqual(['A', 'B']);
});

test('gathering lets other errors pass', () => {
  const broken = () => {
    throw new TypeError('a bug');
  };
  expect(() => gather([broken])).toThrow(TypeError);
  expect(new ConfigurationError([]).codes).toEqual([]);
});
