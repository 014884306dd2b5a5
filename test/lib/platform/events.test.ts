import { Template } from 'aws-cdk-lib/assertions';
import type { Platform } from '../../../lib/platform';
import { platformPropsFrom } from '../../../lib/platform/platform-context';
import { codesOf } from '../../_helpers/errors';
import { CHECKED_IN, synthesizePlatform } from '../../_helpers/platform';

const sale = { name: 'sale-2026', start: '2026-11-27T08:00:00Z', end: '2026-11-28T20:00:00Z', loadFactor: 10 };
const synthesis = synthesizePlatform({ regions: 'eu-west-1', events: [sale] });
const [{ app }] = (synthesis.app.node.findChild('Platform') as Platform).regions;
const template = Template.fromStack(app);
/** Ten times the peak needs 40 members; with one of three zones lost there have to be 60. */
const MEMBERS = 60;

test('a sale passes all gates', () => {
  expect(synthesis.fatal).toEqual([]);
});

test('both tiers may grow to what it needs, with a zone lost', () => {
  const { MaxSize } = Object.values(template.findResources('AWS::AutoScaling::AutoScalingGroup'))[0].Properties;
  expect(MaxSize).toBe(`${MEMBERS}`);
  const targets = template.findResources('AWS::ApplicationAutoScaling::ScalableTarget', {
    Properties: { MaxCapacity: MEMBERS },
  });
  expect(Object.keys(targets)).toHaveLength(1);
});

test('both tiers are raised before it, with their load balancers', () => {
  const inputs = Object.values(template.findResources('AWS::Scheduler::Schedule')).map(({ Properties }) =>
    JSON.stringify(Properties.Target.Input),
  );
  const raising = inputs.filter((input) => input.includes('sale-2026'));
  expect(raising).toHaveLength(2);
  raising.forEach((input) => expect(input).toContain(`${MEMBERS}`));
});

test.each([
  ['no list', 'sale'],
  ['an event without an end', [{ ...sale, end: undefined }]],
  ['an event that brings no more than usual', [{ ...sale, loadFactor: 1 }]],
])('fails for %s', (_, events) => {
  expect(codesOf(() => platformPropsFrom({ ...CHECKED_IN, events }))).toEqual(['InvalidEvents']);
});
