import type { InputProblem, SynthesisOutcome } from './synthesis-messages';

/** The caller asked for something that cannot be done; the message says what to do instead. */
export class InputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InputError';
  }
}

/** What an error means to the one who started the synthesis, in a form that can be sent to another thread. */
export function toOutcome(error: unknown, stage?: string): SynthesisOutcome {
  if (isConfigurationError(error)) return { kind: 'bad-input', problems: error.problems.map(toInputProblem) };
  if (!(error instanceof Error)) return { kind: 'failure', message: String(error), stage };
  return {
    kind: 'failure',
    message: error.message,
    stage,
    trace: error instanceof InputError ? undefined : frames(error),
  };
}

/** Where an error came from, without its message. */
export function frames(error: Error): string | undefined {
  return error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

interface ConfigurationProblem extends Omit<InputProblem, 'value'> {
  readonly value: unknown;
}

// By name, because the app may have its own copy of the library.
function isConfigurationError(error: unknown): error is Error & { problems: ConfigurationProblem[] } {
  return error instanceof Error && error.name === 'ConfigurationError' && 'problems' in error;
}

function toInputProblem({ where, code, property, value, allowed, action }: ConfigurationProblem): InputProblem {
  return { where, code, property, value: JSON.stringify(value) ?? String(value), allowed, action };
}
