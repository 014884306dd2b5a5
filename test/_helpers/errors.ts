import { ConfigurationError } from '../../constructs/core/errors';

/** The codes of the problems that an action reports; fails when it reports none. */
export function codesOf(action: () => unknown): string[] {
  return errorOf(action).codes;
}

/** The configuration error that an action throws. */
export function errorOf(action: () => unknown): ConfigurationError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('expected a ConfigurationError, but nothing was thrown');
}
