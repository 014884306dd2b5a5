import type { IConstruct } from 'constructs';

/** One row of a validation table: what is wrong when `when` holds, and what to do about it. */
export interface Check {
  /** Stable PascalCase code: documented, searchable, asserted by tests. */
  readonly code: string;
  /** The property at fault, as its user spells it. */
  readonly property: string;
  /** True when the input is bad. */
  readonly when: boolean;
  /** The offending value. */
  readonly value: unknown;
  /** The values that would have been accepted, in words. */
  readonly allowed: string;
  /** What to do, as an imperative sentence without its full stop. */
  readonly action: string;
}

/** A check that failed. */
export interface Problem {
  readonly code: string;
  readonly property: string;
  readonly value: unknown;
  readonly allowed: string;
  readonly action: string;
  /** Construct path, or the name of the value object. */
  readonly where: string;
}

/**
 * Bad input, with every problem found. Not part of the jsii surface (jsii has no error classes): recognise it by
 * `error.name === 'ConfigurationError'` and read `error.problems`.
 */
export class ConfigurationError extends Error {
  public readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super(problems.map(describe).join('\n'));
    this.name = 'ConfigurationError';
    this.problems = problems;
  }

  /** The codes of all problems, in the order in which they were found. */
  public get codes(): string[] {
    return this.problems.map((problem) => problem.code);
  }
}

/** Runs a table of checks and throws one error that lists all that failed. */
export function validate(where: IConstruct | string, checks: Check[]): void {
  const problems = problemsIn(where, checks);
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/** The problems that a table of checks finds, without throwing. */
export function problemsIn(where: IConstruct | string, checks: Check[]): Problem[] {
  const place = typeof where === 'string' ? where : where.node.path;
  return checks
    .filter((check) => check.when)
    .map(({ code, property, value, allowed, action }) => ({ code, property, value, allowed, action, where: place }));
}

/**
 * Runs every step, keeps what each returns and collects the problems of all of them, so that a user who made five
 * mistakes reads five messages. Errors that are not about input pass through.
 */
export function gather<T>(steps: (() => T)[]): { results: T[]; problems: Problem[] } {
  const results: T[] = [];
  const problems: Problem[] = [];
  for (const step of steps) {
    try {
      results.push(step());
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { results, problems };
}

function describe(problem: Problem): string {
  const { where, code, property, value, allowed, action } = problem;
  return `${where}: [${code}] ${property} is ${show(value)}; allowed: ${allowed}. ${action}.`;
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
}
