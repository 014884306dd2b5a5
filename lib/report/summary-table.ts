import type { FindingCount, Summary } from '../gates/summary';
import { columns } from './columns';
import { counted, grouped, percent } from './numbers';
import { operationsTables } from './operations-table';
import { type Palette, PLAIN } from './palette';
import { sizeTable } from './size-table';

/** What a synthesis made, what the gates said about it, where it lies and what to run next. Equal summaries give equal text. */
export function summaryTable(summary: Summary, palette: Palette = PLAIN): string {
  const sections = [
    sizeTable(summary.regions, palette),
    ...operationsTables(summary.operations, palette),
    findingTable(summary, palette),
    places(summary.assembly),
    [...verdict(summary, palette), ...nextSteps(summary)],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function findingTable({ packs, schema }: Summary, palette: Palette): string[] {
  const gateRow = (name: string, { open, acknowledged }: FindingCount) => [
    name,
    (open > 0 ? palette.bad : palette.good)(grouped(open)),
    grouped(acknowledged),
  ];
  return columns([
    ['Findings', 'Unacknowledged', 'Acknowledged'].map(palette.bold),
    ...packs.map((pack) => gateRow(pack.name, pack)),
    gateRow('CloudFormation schema: errors', schema.errors),
    gateRow('CloudFormation schema: unknown values (W3030)', schema.unknownValues),
    ['CloudFormation schema: other warnings', grouped(schema.warnings.open), grouped(schema.warnings.acknowledged)],
  ]);
}

function places(assembly: string): string[] {
  return [
    `Assembly   ${assembly}`,
    `Figures    ${assembly}/summary.json`,
    `Findings   ${assembly}/validation-report.json`,
  ];
}

function verdict(summary: Summary, palette: Palette): string[] {
  return summary.verdict === 'passed'
    ? [`${palette.good('PASSED')}     nothing is open`]
    : [`${palette.bad('FAILED')}     ${reasons(summary).join('; ')}`];
}

function reasons({ packs, schema, aboveLimitGate, missingLookups, limitGate }: Summary): string[] {
  const open = packs.reduce((sum, pack) => sum + pack.open, 0);
  const stacks = new Set(aboveLimitGate.map(({ region, stack }) => `${region}/${stack}`)).size;
  const parts: [number, string, string][] = [
    [open, 'unacknowledged finding', ''],
    [schema.errors.open, 'schema error', ''],
    [schema.unknownValues.open, 'unknown value', ' (W3030)'],
    [stacks, 'stack', ` above ${percent(limitGate)} of a CloudFormation limit`],
    [missingLookups.length, 'unanswered look-up', ''],
  ];
  return parts.filter(([value]) => value > 0).map(([value, noun, rest]) => `${counted(value, noun)}${rest}`);
}

function nextSteps({ verdict, assembly }: Summary): string[] {
  if (verdict === 'failed') return ['Next       fix or acknowledge what is open, then synthesize again'];
  const app = /^[\w./-]+$/.test(assembly) ? assembly : `'${assembly}'`;
  return [
    `Next       npx cdk diff --app ${app} '**'     what would change`,
    `           npx cdk deploy --app ${app} '**'   deploy exactly these templates`,
  ];
}
