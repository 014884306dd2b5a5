/** What the command line tells the shell. */
export enum ExitCode {
  /** Everything is in order. */
  OK = 0,
  /** Something is open: a finding, a schema error, an unknown value, a stack near a limit. */
  FINDINGS = 1,
  /** Bad input or usage, or an app that breaks down: nothing was written. */
  BAD_INPUT = 2,
  /** Interrupted by Ctrl-C: nothing was written. */
  INTERRUPTED = 130,
}
