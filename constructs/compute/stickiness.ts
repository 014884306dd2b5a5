import type { Duration } from 'aws-cdk-lib';

/**
 * Whether requests of one client go to the same member. Sessions that live in a member die with it and keep load on
 * old members after a scale-out, so the default is not to stick.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html
 */
export class Stickiness {
  /** Any member may answer any request. */
  public static none(): Stickiness {
    return new Stickiness();
  }

  /** The load balancer sets a cookie of its own, which holds for a second to seven days. */
  public static cookie(duration: Duration): Stickiness {
    return new Stickiness(duration);
  }

  /** The load balancer follows a cookie of the application, for a second to seven days. */
  public static applicationCookie(name: string, duration: Duration): Stickiness {
    return new Stickiness(duration, name);
  }

  private constructor(
    /** @internal */
    public readonly _duration?: Duration,
    /** @internal */
    public readonly _cookieName?: string,
  ) {}
}
