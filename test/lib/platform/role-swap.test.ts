import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { synthesizePlatform } from '../../_helpers/platform';
import type { Synthesis } from '../../_helpers/synthesis';

// As in cdk.json, by name: blocks and zones stay with the region, only roles and users move.
const region = (name: string, role: string, cidr: string, continents: string[] = []) => ({
  ...{ name, role, cidr, continents },
});
const others = [region('ap-southeast-1', 'serving', '10.2.0.0/16', ['AS', 'OC'])];
const before = synthesizePlatform({
  regions: [
    region('us-east-1', 'primary', '10.0.0.0/16', ['NA', 'SA']),
    region('eu-west-1', 'standby', '10.1.0.0/16'),
    ...others,
  ],
});
const after = synthesizePlatform({
  homeRegion: 'us-east-1',
  regions: [
    region('us-east-1', 'standby', '10.0.0.0/16'),
    region('eu-west-1', 'primary', '10.1.0.0/16', ['NA', 'SA']),
    ...others,
  ],
});

interface Change {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly impact: ResourceImpact;
}

/** What a deployment of the second would do to the first. */
function changes(from: Synthesis, to: Synthesis): Change[] {
  const old = new Map(templates(from));
  return templates(to).flatMap(([stack, template]) => {
    const found: Change[] = [];
    fullDiff(old.get(stack) ?? {}, template).resources.forEachDifference((id, change) =>
      found.push({ stack, id, type: (change.newResourceType ?? change.oldResourceType)!, impact: change.changeImpact }),
    );
    return found;
  });
}

function templates({ app, directory }: Synthesis): [string, Record<string, unknown>][] {
  const read = (file: string) => JSON.parse(readFileSync(join(directory, file), 'utf8')) as Record<string, unknown>;
  return app.synth().stacks.map(({ stackName, templateFile }) => [stackName, read(templateFile)]);
}

const swap = changes(before, after);
const { WILL_REPLACE, MAY_REPLACE, WILL_UPDATE } = ResourceImpact;

describe('after a failover, a deployment with the roles exchanged', () => {
  test('passes all gates', () => {
    expect(after.fatal).toEqual([]);
  });

  test('has the same stacks', () => {
    const names = (synthesis: Synthesis) => templates(synthesis).map(([stack]) => stack);
    expect(names(after).sort()).toEqual(names(before).sort());
  });

  test('replaces nothing', () => {
    expect(swap.filter(({ impact }) => [WILL_REPLACE, MAY_REPLACE].includes(impact))).toEqual([]);
  });

  test('does not touch what holds data', () => {
    expect(swap.filter(({ stack }) => /-(Data|Foundation)-/.test(stack))).toEqual([]);
  });

  test('makes and removes nothing but records and their health checks', () => {
    const types = swap.filter(({ impact }) => impact !== WILL_UPDATE).map(({ type }) => type);
    expect([...new Set(types)].sort()).toEqual(['AWS::Route53::HealthCheck', 'AWS::Route53::RecordSet']);
  });

  test('is seen by the comparison if it would replace: another block is another network', () => {
    const moved = synthesizePlatform({ regions: [region('us-east-1', 'primary', '10.9.0.0/16')] });
    const single = synthesizePlatform({ regions: [region('us-east-1', 'primary', '10.0.0.0/16')] });
    expect(changes(single, moved).filter(({ impact }) => impact === WILL_REPLACE)).not.toEqual([]);
  });
});
