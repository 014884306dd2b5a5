import type { Duration } from 'aws-cdk-lib';

const UNITS = [
  { letter: 'd', word: 'day', seconds: 86_400 },
  { letter: 'h', word: 'hour', seconds: 3600 },
  { letter: 'm', word: 'minute', seconds: 60 },
];

/** The largest unit that a time is a whole number of; the last one for what fits none. */
function unitOf(seconds: number): (typeof UNITS)[number] {
  return UNITS.find((unit) => seconds % unit.seconds === 0) ?? UNITS[UNITS.length - 1];
}

/** For construct ids: `1h`, `90m`, `3d`. */
export function shortName(duration: Duration): string {
  const unit = unitOf(duration.toSeconds({ integral: false }));
  return `${duration.toSeconds({ integral: false }) / unit.seconds}${unit.letter}`;
}

/** For people: `1 hour`, `90 minutes`, `3 days`. */
export function longName(duration: Duration): string {
  const unit = unitOf(duration.toSeconds({ integral: false }));
  const count = duration.toSeconds({ integral: false }) / unit.seconds;
  return `${count} ${unit.word}${count === 1 ? '' : 's'}`;
}
