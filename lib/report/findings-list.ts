import { acknowledgementId, type Finding, isFatal } from '../gates/finding';
import type { LimitName } from '../gates/limits';
import type { LimitFinding, Summary } from '../gates/summary';
import { counted, grouped, percent } from './numbers';
import { type Palette, PLAIN } from './palette';

/** How many construct paths are listed per rule; the rest is in the validation report. */
const PATHS_SHOWN = 10;

const UNITS: Readonly<Record<LimitName, string>> = {
  resources: 'resources',
  templateBytes: 'bytes of template',
  outputs: 'outputs',
  parameters: 'parameters',
};

/** Everything that fails the synthesis, grouped by rule, with how to fix or acknowledge it; empty when nothing does. */
export function findingsList(summary: Summary, findings: readonly Finding[], palette: Palette = PLAIN): string {
  const groups = [
    ...groupByRule(findings.filter(isFatal)).map((group) => describeRule(group, palette)),
    ...summary.aboveLimitGate.map((finding) => describeLimit(finding, summary.limitGate, palette)),
    ...describeLookups(summary.missingLookups, palette),
  ];
  return groups.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function groupByRule(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.plugin, finding.rule, finding.text]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.keys()].sort().map((key) => groups.get(key) ?? []);
}

function describeRule(group: readonly Finding[], palette: Palette): string[] {
  const [{ plugin, rule, severity, text, fix }] = group;
  return [
    `${palette.bad(severity)} ${palette.bold(rule)} ${palette.dim(`(${plugin})`)}`,
    `  ${text.trim()}`,
    ...paths(group),
    ...(fix === undefined ? [] : [`  fix: ${fix}`]),
    `  ${palette.dim(remedy(group[0]))}`,
  ];
}

function paths(group: readonly Finding[]): string[] {
  const all = group
    .map((finding) => finding.path)
    .filter((path) => path !== '')
    .sort();
  const shown = all.slice(0, PATHS_SHOWN).map((path) => `    ${path}`);
  const rest = all.length - shown.length;
  return rest > 0 ? [...shown, `    and ${grouped(rest)} more, see validation-report.json`] : shown;
}

function remedy(finding: Finding): string {
  const id = acknowledgementId(finding);
  if (id === undefined) return 'cannot be acknowledged';
  return `if it cannot be fixed: Validations.of(construct).acknowledge({ id: '${id}', reason: '...' })`;
}

function describeLimit(
  { stack, region, limit, value, allowed, share }: LimitFinding,
  gate: number,
  palette: Palette,
): string[] {
  return [
    `${palette.bad('error')} ${palette.bold('limit')} ${palette.dim('(CloudFormation)')}`,
    `  ${stack} in ${region} uses ${grouped(value)} of ${grouped(allowed)} ${UNITS[limit]} (${percent(share)})`,
    `  ${palette.dim(`split the stack; up to ${percent(gate)} is accepted, so that there is room to act`)}`,
  ];
}

function describeLookups(keys: readonly string[], palette: Palette): string[][] {
  if (keys.length === 0) return [];
  return [
    [
      `${palette.bad('error')} ${palette.bold('look-up')} ${palette.dim('(assembly)')}`,
      `  ${counted(keys.length, 'look-up')} unanswered: the templates hold dummy values`,
      ...keys.map((key) => `    ${key}`),
      `  ${palette.dim('pass literals instead, or put the answers into the context of cdk.json')}`,
    ],
  ];
}
