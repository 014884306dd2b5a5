const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/;

const MINUTE = 60;

/** Seconds since 1970 of an instant in UTC; undefined for what is none, for example a 30th of February. */
export function secondsOf(instant: string): number | undefined {
  if (!INSTANT.test(instant)) return undefined;
  const seconds = Date.parse(instant) / 1000;
  const isReal = !Number.isNaN(seconds) && instantOf(seconds).startsWith(instant.slice(0, 16));
  return isReal ? seconds : undefined;
}

/** The instant as the workflow and the schedule take it. */
export function instantOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** The minute in which an instant is: schedules know no seconds. */
export function wholeMinute(seconds: number): number {
  return Math.floor(seconds / MINUTE) * MINUTE;
}

/** Minute, hour, day and month of an instant, as a schedule takes them. */
export function calendarFields(seconds: number) {
  const date = new Date(seconds * 1000);
  return {
    minute: String(date.getUTCMinutes()),
    hour: String(date.getUTCHours()),
    day: String(date.getUTCDate()),
    month: String(date.getUTCMonth() + 1),
  };
}
