import { Duration } from 'aws-cdk-lib';
import { validate } from '../core/errors';

/** How a proxy shares connections. */
export interface RdsProxyOptions {
  /**
   * Most connections to the database, in percent of its `max_connections`: 1 to 100.
   * @default 80
   */
  readonly maximumConnectionsPercent?: number;
  /**
   * How long a client waits for a free connection before it gets an error: 1 second to 1 hour.
   * @default - 5 seconds: clients fail fast and retry
   */
  readonly borrowTimeout?: Duration;
  /**
   * When the connection of a silent client is closed: 1 minute to 8 hours.
   * @default - 15 minutes
   */
  readonly idleClientTimeout?: Duration;
}

/** How clients share connections to the writer. */
export class ConnectionPooling {
  /**
   * RDS Proxy in all zones, with IAM authentication on both sides: no password is registered with it. It holds clients
   * during a failover and finds the new writer without DNS.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.html
   */
  public static rdsProxy(options: RdsProxyOptions = {}): ConnectionPooling {
    checkProxy(options);
    return new ConnectionPooling(options);
  }

  /** Every client connects to the database itself: connections can run out, and a failover is as slow as DNS. */
  public static none(): ConnectionPooling {
    return new ConnectionPooling();
  }

  private constructor(/** @internal */ public readonly _proxy?: RdsProxyOptions) {}
}

function checkProxy(options: RdsProxyOptions): void {
  const percent = options.maximumConnectionsPercent ?? 80;
  const borrow = options.borrowTimeout ?? Duration.seconds(5);
  const idle = options.idleClientTimeout ?? Duration.minutes(15);
  validate('ConnectionPooling.rdsProxy', [
    {
      code: 'ConnectionShareOutOfRange',
      property: 'maximumConnectionsPercent',
      when: !Number.isInteger(percent) || percent < 1 || percent > 100,
      value: percent,
      allowed: 'a whole number from 1 to 100',
      action: 'Leave some connections to administrators: 80 is a good start',
    },
    {
      code: 'BorrowTimeoutOutOfRange',
      property: 'borrowTimeout',
      when: borrow.toMilliseconds() < 1000 || borrow.toMilliseconds() > 3_600_000,
      value: borrow.toString(),
      allowed: '1 second to 1 hour',
      action: 'State how long a request can wait for a connection',
    },
    {
      code: 'IdleTimeoutOutOfRange',
      property: 'idleClientTimeout',
      when: idle.toMilliseconds() < 60_000 || idle.toMilliseconds() > 8 * 3_600_000,
      value: idle.toString(),
      allowed: '1 minute to 8 hours',
      action: 'State when a silent client is disconnected',
    },
  ]);
}
