import { validate } from '../../core/errors';

/** Which status a probe has to get. Redirects are not followed: they are an answer like others. */
export class ExpectedStatus {
  /** Any success: 200 to 299. */
  public static success(): ExpectedStatus {
    return new ExpectedStatus(200, 299);
  }

  /** One status, for example 401 for an entry that must not answer strangers. */
  public static exactly(status: number): ExpectedStatus {
    return ExpectedStatus.between(status, status);
  }

  /** Any status of a range, both ends included. */
  public static between(lowest: number, highest: number): ExpectedStatus {
    const right = [lowest, highest].every((status) => Number.isInteger(status) && status >= 100 && status <= 599);
    validate('ExpectedStatus', [
      {
        code: 'StatusOutOfRange',
        property: 'status',
        when: !right || lowest > highest,
        value: [lowest, highest],
        allowed: 'whole numbers from 100 to 599, the lower one first',
        action: 'State what a healthy entry answers',
      },
    ]);
    return new ExpectedStatus(lowest, highest);
  }

  private constructor(
    /** Lowest status that is right. */
    public readonly lowest: number,
    /** Highest status that is right. */
    public readonly highest: number,
  ) {}
}
