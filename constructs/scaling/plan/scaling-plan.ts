import { Validations } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ScalingPolicy } from '../../compute';
import { type Check, ConfigurationError, gather, problemsIn } from '../../core/errors';
import { type LogVault, NotificationTopic } from '../../security';
import { calendarChecks } from '../calendar/calendar-checks';
import { type CalendarEvent, type PlannedEvent, plan } from '../calendar/calendar-event';
import { CalendarSchedules } from '../calendar/calendar-schedule';
import { prewarmAlarms, prewarmMachine } from '../calendar/prewarm-machine';
import { type Claim, claimChecks, signalChecks, type Signals } from './scaling-plan-checks';
import { Forecast, forecastPolicy } from './tier-forecast';
import type { ScalingTier } from './tier-scaling';

/** How a tier scales: on its load, on its past, by the calendar and on the business. */
export interface ScalingPlanProps {
  /** What scales. Made with `scaling: []`. */
  readonly tier: ScalingTier;
  /**
   * The load of the moment: CPU, memory, requests, backlog, steps.
   * @default - 50 percent CPU
   */
  readonly load?: ScalingPolicy[];
  /**
   * The load that AWS foresees.
   * @default - the forecast of what `load` keeps (requests, otherwise CPU) is watched; none if it keeps neither
   */
  readonly forecast?: Forecast;
  /**
   * Load that comes back: `ScalingPolicy.schedule`.
   * @default - none
   */
  readonly recurring?: ScalingPolicy[];
  /**
   * Load that is known by its date.
   * @default - none
   */
  readonly events?: CalendarEvent[];
  /**
   * Metrics of your own or of the business: `ScalingPolicy.metric` and `ScalingPolicy.step`.
   * @default - none
   */
  readonly business?: ScalingPolicy[];
  /** Makes the log group of the workflow, and has the key of the topic. */
  readonly logVault: LogVault;
  /**
   * Told when a capacity of an event is not raised, not there in time, not set back, or changed by somebody else. Alarms must
   * be let in, as `NotificationTopic` does.
   * @default - with events a new topic with the key of the log vault; subscribe to it
   */
  readonly notifications?: sns.ITopic;
}

/**
 * Says in one place how a tier scales on four signals: its load, the forecast of it, the calendar, and the business. The
 * one that asks for most wins. Policies that the tier got elsewhere are refused.
 *
 * Before a calendar event a workflow records the capacities, raises them, looks until they are there, holds them to the end
 * and sets them back to what was recorded. What it cannot raise it tells at once, and holds the rest; what is not there at
 * the start it tells as well. What somebody else changed meanwhile keeps that change, and is told.
 *
 * Survives load that comes faster than members start, if it comes back daily, follows its past, or is in the calendar; a
 * step of the pre-warm that fails; releases during an event, which do not touch minimums. A change of the stack during an
 * event leaves the size of a fleet alone; one that changes limits or schedules of a service, or the reservation of a load
 * balancer, sets them to the template, which then counts as somebody's change.
 *
 * Does not survive load that nobody foresaw and that comes faster than members start; the removal of the plan, or of an
 * event with its resources, while the event runs: capacities then stay raised. An event that is deployed after its pre-warm
 * should have begun is not raised: start an execution by hand, with the input in its schedule. Nor is an event that comes
 * while a former one is still being set back: AWS refuses that for up to a day, and both are told.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
 */
export class ScalingPlan extends Construct {
  /** Raises and sets back what events need. */
  public readonly workflow?: sfn.StateMachine;
  /** What starts the workflow, one for each event in their order. */
  public readonly schedules: scheduler.Schedule[] = [];
  /** Go off when the workflow fails, is stopped, or does not start. */
  public readonly alarms: cloudwatch.Alarm[] = [];
  /** Told about events that do not go as planned. */
  public readonly notifications?: sns.ITopic;

  private readonly events: PlannedEvent[];

  constructor(scope: Construct, id: string, props: ScalingPlanProps) {
    super(scope, id);
    const { tier, events = [], logVault } = props;
    const signals = signalsOf(props);
    this.events = events.map((event) => plan(event, tier));
    this.follow(tier, signals);
    this.refuseOthers(tier);
    if (events.length === 0) return;
    this.warnOfSchedules(tier, signals);
    this.warnOfQuotas();
    const notifications =
      props.notifications ?? new NotificationTopic(this, 'Notifications', { key: logVault.key }).topic;
    const items = this.events.flatMap((planned) => planned.items);
    this.notifications = notifications;
    this.workflow = prewarmMachine(this, { items, logVault, notifications });
    const calendar = new CalendarSchedules(this, this.workflow);
    this.schedules = this.events.map((planned) => calendar.add(planned));
    this.alarms = prewarmAlarms(this, this.workflow, calendar.group, notifications);
  }

  /** Checks everything, and gives the tier its policies, which check themselves. */
  private follow(tier: ScalingTier, signals: Signals): void {
    const problems = problemsIn(this, this.checks(tier, signals));
    const scaled = problems.some(({ code }) => code === 'TierScaledAlready');
    const policies = scaled ? [] : policiesOf(signals);
    const refused = gather(policies.map((policy) => () => tier._scale(policy))).problems;
    if (problems.length + refused.length > 0) throw new ConfigurationError([...problems, ...refused]);
  }

  private checks(tier: ScalingTier, signals: Signals): Check[] {
    const others = this.node.root.node.findAll().filter((node) => node instanceof ScalingPlan && node !== this);
    const claims: Claim[] = others.map((other) => ({ plan: other.node.path, events: (other as ScalingPlan).events }));
    return [...signalChecks(tier, signals), ...calendarChecks(this.events), ...claimChecks(this.events, claims)];
  }

  /** Whoever adds a policy later would make the plan a lie. */
  private refuseOthers(tier: ScalingTier): void {
    const planned = tier._policies;
    const message = `[TierScaledElsewhere] ${tier._path} has policies that are not in the plan; allowed: those of the plan.`;
    this.node.addValidation({
      validate: () => (tier._policies === planned ? [] : [`${message} Move them into the plan.`]),
    });
  }

  private warnOfQuotas(): void {
    const exceeding = this.events.flatMap(({ items }) => items.filter(({ exceeds }) => exceeds !== undefined));
    for (const { label, exceeds } of exceeding) {
      const remedy = 'Make sure that AWS allows your account more, or the pre-warm will be refused.';
      Validations.of(this).addWarning('cdk-nines::AboveDefaultQuota', `${label}: ${exceeds}. ${remedy}`);
    }
  }

  private warnOfSchedules(tier: ScalingTier, { recurring }: Signals): void {
    const raising = this.events.filter(({ items }) => items.some(({ resource }) => resource === tier._path));
    if (recurring.length === 0 || raising.length === 0) return;
    const message = `${recurring.length} schedules and ${raising.length} events set the minimum of ${tier._path}.`;
    const remedy =
      'A schedule that comes during an event takes its members away, and the event then leaves them alone.';
    Validations.of(this).addWarning('cdk-nines::ScheduleDuringEvent', `${message} ${remedy}`);
  }
}

function signalsOf({ load, forecast, recurring, business }: ScalingPlanProps): Signals {
  const followed = load ?? [ScalingPolicy.cpu(50)];
  const foreseen = forecast ?? Forecast.watch();
  const hasForecast = forecast !== undefined || forecastPolicy(foreseen, followed) !== undefined;
  return {
    load: followed,
    forecast: hasForecast ? foreseen : Forecast.none(),
    recurring: recurring ?? [],
    business: business ?? [],
  };
}

function policiesOf({ load, forecast, recurring, business }: Signals): ScalingPolicy[] {
  const foreseen = forecastPolicy(forecast, load);
  return [...load, ...(foreseen ? [foreseen] : []), ...recurring, ...business];
}
