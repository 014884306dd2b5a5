import { validate } from '../../core/errors';

/** A day of the week. */
export enum WeekDay {
  /** Monday */
  MONDAY = 'Mon',
  /** Tuesday */
  TUESDAY = 'Tue',
  /** Wednesday */
  WEDNESDAY = 'Wed',
  /** Thursday */
  THURSDAY = 'Thu',
  /** Friday */
  FRIDAY = 'Fri',
  /** Saturday */
  SATURDAY = 'Sat',
  /** Sunday */
  SUNDAY = 'Sun',
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** A time of every week in UTC. */
export class PracticeWindow {
  /**
   * Part of a day: a window that passes midnight is two.
   * @param begin - HH:MM
   * @param end - HH:MM, later
   */
  public static weekly(day: WeekDay, begin: string, end: string): PracticeWindow {
    validate('PracticeWindow', [
      {
        code: 'PracticeWindowInvalid',
        property: 'begin, end',
        when: !TIME.test(begin) || !TIME.test(end) || begin >= end,
        value: `${begin}-${end}`,
        allowed: 'HH:MM in UTC, the end after the beginning on the same day',
        action: 'Correct the times; make two windows of one that passes midnight',
      },
    ]);
    return new PracticeWindow(`${day}:${begin}-${day}:${end}`);
  }

  private constructor(
    /** @internal */
    public readonly _text: string,
  ) {}
}
