import fc from 'fast-check';
import { judge } from '../../../../lib/handlers/canary/judge';
import { type ProbeStep, readSteps } from '../../../../lib/handlers/canary/step';

const step: ProbeStep = { name: 'x', kind: 'request', url: 'https://a/', timeLimit: 1000, status: [200, 299] };

test.each<[Partial<ProbeStep>, number, string, string[]]>([
  [{}, 200, '', []],
  [{}, 299, '', []],
  [{}, 300, '', ['status is 300, not 200 to 299']],
  [{}, 199, '', ['status is 199, not 200 to 299']],
  [{ status: [401, 401] }, 200, '', ['status is 200, not 401']],
  [{ text: 'ok' }, 200, 'all ok here', []],
  [{ text: 'ok' }, 500, 'OK', ['status is 500, not 200 to 299', "does not contain 'ok'"]],
  [{ json: { a: '1' } }, 200, '{"a":1}', []],
  [{ json: { a: '1' } }, 200, '{"a":"1"}', []],
  [{ json: { a: 'true', 'b.1.c': 'null' } }, 200, '{"a":true,"b":[0,{"c":null}]}', []],
  [{ json: { a: '{"b":1}' } }, 200, '{"a":{"b":1}}', []],
  [{ json: { a: '1' } }, 200, '{"a":2}', ["a is not '1'"]],
  [{ json: { 'a.b': '1' } }, 200, '{"a":null}', ["a.b is not '1'"]],
  [{ json: { 'a.b': '1' } }, 200, '"text"', ["a.b is not '1'"]],
  [{ json: { length: '2' } }, 200, '[1,2]', []],
  [{ json: { constructor: 'x' } }, 200, '{}', ["constructor is not 'x'"]],
  [{ json: { a: '1' } }, 200, '<html>', ['is no JSON']],
])('%j: %i %s', (expected, status, body, problems) => {
  expect(judge({ ...step, ...expected }, { status, body })).toEqual(problems);
});

test('every answer is judged, and only by what is expected', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), fc.string(), fc.json(), (status, text, body) => {
      const problems = judge({ ...step, status: [100, 599], text }, { status, body });
      return problems.length === (body.includes(text) ? 0 : 1);
    }),
  );
});

test('every value of a document is found at its path', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.jsonValue()), (document) => {
      const json = Object.fromEntries(
        Object.entries(document).map(([key, value]) => [
          key,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      );
      return judge({ ...step, json }, { status: 200, body: JSON.stringify(document) }).length === 0;
    }),
  );
});

test('steps are read as they were written, and anything else is refused', () => {
  expect(readSteps(JSON.stringify([step]))).toEqual([step]);
  expect(() => readSteps(undefined)).toThrow('STEPS is no list of steps');
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), (values) => {
      expect(() => readSteps(JSON.stringify(values))).toThrow('something that is no step');
    }),
  );
});
