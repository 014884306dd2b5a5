import { Duration } from 'aws-cdk-lib';
import { validate } from '../../core/errors';
import { alertChecks, alertListChecks } from './burn-rate-alert-checks';
import { shortName } from './duration-name';

/** How urgent an alert is. */
export enum AlertSeverity {
  /** Somebody is woken up. */
  PAGE = 'Page',
  /** Somebody looks at it on the next working day. */
  TICKET = 'Ticket',
}

/** When an alert goes off. */
export interface BurnRateAlertOptions {
  /** Share of the error budget, in percent, that is gone when the alert goes off: above 0, at most 100. */
  readonly budgetPercent: number;
  /** Time in which that share goes: whole minutes, at most 7 days. Its burn rate follows from the objective's window. */
  readonly within: Duration;
  /**
   * The burn has to be seen in this short time too, so that the alert ends soon after the failure does.
   * @default - a twelfth of `within`: 5 minutes for an hour
   */
  readonly confirmedWithin?: Duration;
}

/** A share of the error budget that is used up too fast. */
export class BurnRateAlert {
  /** An alert that wakes somebody up. */
  public static page(options: BurnRateAlertOptions): BurnRateAlert {
    return new BurnRateAlert(AlertSeverity.PAGE, options);
  }

  /** An alert that can wait for the working day. */
  public static ticket(options: BurnRateAlertOptions): BurnRateAlert {
    return new BurnRateAlert(AlertSeverity.TICKET, options);
  }

  /** Share of the error budget, in percent. */
  public readonly budgetPercent: number;
  /** The long window. */
  public readonly within: Duration;
  /** The short window. */
  public readonly confirmedWithin: Duration;

  private constructor(
    /** How urgent it is. */
    public readonly severity: AlertSeverity,
    options: BurnRateAlertOptions,
  ) {
    this.budgetPercent = options.budgetPercent;
    this.within = options.within;
    this.confirmedWithin = options.confirmedWithin ?? Duration.millis(options.within.toMilliseconds() / 12);
    validate('BurnRateAlert', alertChecks(this));
  }

  /** Part of construct ids: `Page1h`. */
  public get name(): string {
    return `${this.severity}${shortName(this.within)}`;
  }
}

/**
 * The alerts of an objective. They are shares of the error budget, so that their burn rates fit an objective over any
 * window: 2 % in an hour is 14.4 over 30 days, but 13.44 over 28 days.
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export class BurnRateAlerts {
  /** Pages for 2 % of the budget in 1 hour and 5 % in 6 hours, a ticket for 10 % in 3 days. For windows of weeks. */
  public static standard(): BurnRateAlerts {
    return BurnRateAlerts.of(...pages(2, 5), ticket(10, Duration.days(3)));
  }

  /** `standard()` and a ticket for 10 % in a day, for those who do not want to learn of it on the third day. */
  public static withDailyTicket(): BurnRateAlerts {
    return BurnRateAlerts.of(...pages(2, 5), ticket(10, Duration.days(1)), ticket(10, Duration.days(3)));
  }

  /** Pages for 10 % of the budget in 1 hour and 20 % in 6 hours, a ticket for 40 % in a day. For windows of a week. */
  public static weekly(): BurnRateAlerts {
    return BurnRateAlerts.of(...pages(10, 20), ticket(40, Duration.days(1)));
  }

  /** Alerts of your own. No two of the same severity over the same time. */
  public static of(...alerts: BurnRateAlert[]): BurnRateAlerts {
    validate('BurnRateAlerts', alertListChecks(alerts));
    return new BurnRateAlerts(alerts);
  }

  /** @internal */
  public static _for(window: Duration): BurnRateAlerts {
    return window.toDays({ integral: false }) > 14 ? BurnRateAlerts.standard() : BurnRateAlerts.weekly();
  }

  private constructor(
    /** The alerts. */
    public readonly alerts: BurnRateAlert[],
  ) {}
}

function pages(inAnHour: number, inSixHours: number): BurnRateAlert[] {
  return [
    BurnRateAlert.page({ budgetPercent: inAnHour, within: Duration.hours(1) }),
    BurnRateAlert.page({ budgetPercent: inSixHours, within: Duration.hours(6) }),
  ];
}

function ticket(budgetPercent: number, within: Duration): BurnRateAlert {
  return BurnRateAlert.ticket({ budgetPercent, within });
}
