import { byteCount, differences } from './baseline';
import { buildBare } from './bare';
import { platform } from './cases';
import { floor } from './floor';
import { type Resource, type Template, templatesOf } from './templates';

describe('the baseline of the benchmark', () => {
  const made = templatesOf(platform(1));
  const baseline = templatesOf(buildBare);

  test('has as many resources of every type in every stack as the platform', () => {
    expect(differences(made, baseline)).toEqual([]);
  });

  test('is about as large as the platform, so its resources are not empty', () => {
    expect(byteCount(baseline) / byteCount(made)).toBeGreaterThan(0.9);
  });

  test('has a floor with the same resources', () => {
    expect(resourcesOf(templatesOf(floor(made)))).toEqual(resourcesOf(made));
  });
});

describe('differences', () => {
  const queue: Resource = { Type: 'AWS::SQS::Queue' };

  test('name what is missing and what is too much', () => {
    const topic: Resource = { Type: 'AWS::SNS::Topic' };
    expect(differences([template({ a: queue, b: queue })], [template({ a: queue, c: topic })])).toEqual([
      'App: AWS::SNS::Topic: the platform has 0, the baseline 1',
      'App: AWS::SQS::Queue: the platform has 2, the baseline 1',
    ]);
  });

  test('add up what the stacks of several regions have', () => {
    expect(differences([template({ a: queue }), template({ a: queue })], [template({ a: queue, b: queue })])).toEqual(
      [],
    );
  });
});

function template(resources: Template['resources']): Template {
  return { group: 'App', region: 'us-east-1', bytes: 0, resources };
}

/** Attributes beside the properties may stand in another order. */
function resourcesOf(templates: readonly Template[]) {
  return templates.map(({ group, resources }) => ({ group, resources }));
}
