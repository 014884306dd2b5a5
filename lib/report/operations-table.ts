import { OPERATIONS_KINDS, type OperationsSummary, type OperationsKind } from '../gates/operations';
import { columns } from './columns';
import { grouped } from './numbers';
import type { Palette } from './palette';

const KINDS = Object.keys(OPERATIONS_KINDS) as OperationsKind[];

/** What watches and rehearses every region, what is promised with its error budget, and how long recovery takes. */
export function operationsTables({ regions, objectives, recoveries }: OperationsSummary, palette: Palette): string[][] {
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
  ].filter((lines) => lines.length > 1);
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
