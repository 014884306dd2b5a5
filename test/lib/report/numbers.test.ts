import { counted, grouped, percent, seconds } from '../../../lib/report/numbers';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('%d is written %s', (value, text) => expect(grouped(value)).toBe(text));

test.each([
  [0, '0 %'],
  [0.001, '1 %'],
  [0.57, '57 %'],
  [0.8, '80 %'],
  [0.802, '81 %'],
  [1.03, '103 %'],
])('a share of %d is written %s', (share, text) => expect(percent(share)).toBe(text));

test('one thing and several', () => {
  expect([counted(1, 'stack'), counted(0, 'stack'), counted(1200, 'stack')]).toEqual([
    '1 stack',
    '0 stacks',
    '1,200 stacks',
  ]);
});

test('durations are seconds with one digit', () => {
  expect([seconds(0), seconds(1249), seconds(61_000)]).toEqual(['0.0 s', '1.2 s', '61.0 s']);
});
