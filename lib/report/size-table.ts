import { LIMITS, type LimitName, limitsAboveGate } from '../gates/limits';
import type { RegionSummary, StackSummary } from '../gates/summary';
import { columns } from './columns';
import { counted, grouped, percent } from './numbers';
import type { Palette } from './palette';

const HEADINGS: Readonly<Record<LimitName, string>> = {
  resources: 'Resources',
  templateBytes: 'Template bytes',
  outputs: 'Outputs',
  parameters: 'Parameters',
};

/** Stacks by region, each with its share of the limits of CloudFormation. */
export function sizeTable(regions: readonly RegionSummary[], palette: Palette): string[] {
  return columns([
    ['Region, stack', ...LIMITS.flatMap(({ name }) => [HEADINGS[name], ''])].map(palette.bold),
    ...regions.flatMap((region) => [
      sumRow(`${region.region} (${counted(region.stacks.length, 'stack')})`, [region]).map(palette.bold),
      ...region.stacks.map((stack) => stackRow(stack, palette)),
    ]),
    sumRow(total(regions), regions).map(palette.bold),
    ['Limit per stack', ...LIMITS.flatMap(({ allowed }) => [grouped(allowed), ''])].map(palette.dim),
  ]);
}

function sumRow(label: string, regions: readonly RegionSummary[]): string[] {
  const sum = (value: 'resources' | 'templateBytes') => regions.reduce((so, region) => so + region[value], 0);
  return [label, grouped(sum('resources')), '', grouped(sum('templateBytes'))];
}

function total(regions: readonly RegionSummary[]): string {
  const stacks = regions.reduce((sum, region) => sum + region.stacks.length, 0);
  return `${counted(regions.length, 'region')}, ${counted(stacks, 'stack')}`;
}

function stackRow({ name, use }: StackSummary, palette: Palette): string[] {
  const above = limitsAboveGate(use);
  const cells = (limit: LimitName) => {
    const mark = above.includes(limit) ? palette.bad : palette.dim;
    return [grouped(use[limit].value), mark(percent(use[limit].share))];
  };
  return [`  ${name}`, ...LIMITS.flatMap((limit) => cells(limit.name))];
}
