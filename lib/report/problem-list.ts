import type { InputProblem } from '../gates/synthesis-messages';
import { counted } from './numbers';
import { type Palette, PLAIN } from './palette';

/** Everything that is wrong with the input, grouped by the construct it was given to. */
export function problemList(problems: readonly InputProblem[], palette: Palette = PLAIN): string {
  const places = [...new Set(problems.map((problem) => problem.where))];
  const groups = places.map((place) => {
    const own = problems.filter((problem) => problem.where === place);
    return [palette.bold(place), ...own.flatMap((problem) => describe(problem, palette))].join('\n');
  });
  return `${counted(problems.length, 'problem')} in the input; nothing was written.\n\n${groups.join('\n\n')}\n`;
}

function describe({ code, property, value, allowed, action }: InputProblem, palette: Palette): string[] {
  return [`  ${palette.bad(code)}  ${property} is ${value}`, `    allowed: ${allowed}`, `    ${action}.`];
}
