import { type ClaimSummary, OPERATIONS_KINDS, type OperationsSummary, type OperationsKind } from '../gates/operations';
import { columns } from './columns';
import { grouped } from './numbers';
import type { Palette } from './palette';

const KINDS = Object.keys(OPERATIONS_KINDS) as OperationsKind[];

/** What watches and rehearses every region, what is promised with its error budget, and how long recovery takes. */
export function operationsTables(
  { regions, objectives, recoveries, claims }: OperationsSummary,
  palette: Palette,
): string[][] {
  return [
    columns([
      ['Operations', ...KINDS.map(capitalized)].map(palette.bold),
      ...regions.map(({ region, counts }) => [region, ...KINDS.map((kind) => grouped(counts[kind]))]),
    ]),
    table(
      ['Objective', 'Availability', 'Window', 'Error budget'],
      objectives.map(({ path, availabilityPercent, windowDays, budgetMinutes }) => [
        path,
        `${availabilityPercent} %`,
        `${windowDays} days`,
        `${minutes(budgetMinutes)} min`,
      ]),
      palette,
    ),
    table(
      ['Recovery', 'Takes at most', 'Objective'],
      recoveries.map(({ from, to, recoveryMinutes, objectiveMinutes }) => [
        `${from} to ${to}`,
        `${minutes(recoveryMinutes)} min`,
        `${minutes(objectiveMinutes)} min`,
      ]),
      palette,
    ),
    table(
      ['Redundancy against the loss of', 'Claims', 'Tested', 'Not tested, for a reason'],
      coverage(claims),
      palette,
    ),
  ].filter((lines) => lines.length > 1);
}

function coverage(claims: readonly ClaimSummary[]): string[][] {
  const domains = [...new Set(claims.map(({ survives }) => survives))];
  return domains.map((domain) => {
    const own = claims.filter(({ survives }) => survives === domain);
    const tested = own.filter(({ testedBy }) => testedBy.length > 0).length;
    return [`a ${domain}`.replace('a i', 'an i'), ...[own.length, tested, own.length - tested].map(grouped)];
  });
}

function table(headings: string[], rows: string[][], palette: Palette): string[] {
  return rows.length === 0 ? [] : columns([headings.map(palette.bold), ...rows]);
}

function capitalized(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}

/** `21.6`, `30`. */
function minutes(value: number): string {
  return String(Math.round(value * 10) / 10);
}
