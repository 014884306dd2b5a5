import { Duration, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { RecoveryObjective } from '../../core';
import { validate } from '../../core/errors';
import { replicationLagChecks, text } from './replication-lag-alarm-checks';
import type { LaggingCopy, ReplicationSource } from './replication-lag-alarm-source';
import { regionCheck } from '../slo/slo-alarms-checks';

/** Alarms on copies that are behind. */
export interface ReplicationLagAlarmProps {
  /** What replicates. */
  readonly source: ReplicationSource;
  /** What may be lost: a copy that is further behind than the RPO would lose more if it had to take over now. */
  readonly recovery: RecoveryObjective;
  /** Told when a copy is behind by more than the RPO. */
  readonly notifications: sns.ITopic;
  /**
   * Told when a copy is behind by the share of the RPO at which to warn.
   * @default - `notifications`
   */
  readonly warnings?: sns.ITopic;
  /**
   * Share of the RPO, in percent, at which to warn: above 0 and below 100.
   * @default 50
   */
  readonly warnAtPercent?: number;
  /**
   * For how many minutes in a row a copy has to be behind.
   * @default 3
   */
  readonly evaluationMinutes?: number;
  /**
   * Whether something is written every few seconds. The copy of an RDS database that nobody writes to seems to lag by up to
   * five minutes, so without a heartbeat a limit below that goes off at night.
   * @default false
   */
  readonly heartbeat?: boolean;
}

/**
 * Alarms that go off when a failover would lose more than the recovery objective allows, and a warning before. Their
 * thresholds follow from the RPO.
 *
 * A database that was told of the same objective already has the alarm at the RPO: it is taken over instead of doubled, and
 * only the warning is added. Notices a copy that is behind, and one of a database that is silent. Does not notice writes
 * that are wrong: these are replicated, too. Lives in the region of its metrics, which is that of the copies, of a table
 * its own; when that region is lost nobody is told, but then nobody fails over to it either.
 */
export class ReplicationLagAlarm extends Construct {
  /** The lag at which a copy is too far behind: the RPO. */
  public readonly limit: Duration;
  /** The lag at which to warn. */
  public readonly warningAt: Duration;
  /** Go off at the RPO, by copy. One of them may be the database's own. */
  public readonly alarms: { [copy: string]: cloudwatch.Alarm } = {};
  /** Go off before, by copy. */
  public readonly warnings: { [copy: string]: cloudwatch.Alarm } = {};

  constructor(scope: Construct, id: string, props: ReplicationLagAlarmProps) {
    super(scope, id);
    const { copies } = props.source._spec;
    validate(this, [
      ...replicationLagChecks(props),
      regionCheck(
        this,
        copies.map(({ lag }) => lag),
      ),
    ]);
    this.limit = props.recovery.rpo;
    this.warningAt = Duration.millis((this.limit.toMilliseconds() * (props.warnAtPercent ?? 50)) / 100);
    for (const copy of copies) {
      this.alarms[copy.name] = this.existing(copy, props) ?? this.alarm(copy, props);
      this.warnings[copy.name] = this.warning(copy, props);
    }
    this.warnOfIdleLag(props);
  }

  private alarm(copy: LaggingCopy, { source, notifications, evaluationMinutes }: ReplicationLagAlarmProps) {
    const { silence } = source._spec;
    const lost = `a failover to ${copy.name} would lose more than ${text(this.limit)} of writes`;
    const made = this.lagAlarm(`Limit-${copy.name}`, copy, this.limit, {
      alarmDescription: `${this.node.path}: ${lost}`,
      evaluationPeriods: evaluationMinutes ?? 3,
      treatMissingData: silence,
    });
    made.addAlarmAction(new SnsAction(notifications));
    if (silence === cloudwatch.TreatMissingData.MISSING) made.addInsufficientDataAction(new SnsAction(notifications));
    return made;
  }

  /** A copy that is silent is the business of the alarm, not of the warning. */
  private warning(copy: LaggingCopy, props: ReplicationLagAlarmProps): cloudwatch.Alarm {
    const behind = `${copy.name} is more than ${text(this.warningAt)} behind; at most ${text(this.limit)} may be lost`;
    const made = this.lagAlarm(`Warning-${copy.name}`, copy, this.warningAt, {
      alarmDescription: `${this.node.path}: ${behind}`,
      evaluationPeriods: props.evaluationMinutes ?? 3,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    made.addAlarmAction(new SnsAction(props.warnings ?? props.notifications));
    return made;
  }

  private lagAlarm(id: string, { lag, unit }: LaggingCopy, limit: Duration, props: LagAlarmSettings): cloudwatch.Alarm {
    return new cloudwatch.Alarm(this, id, {
      ...props,
      metric: lag,
      threshold: inUnit(limit, unit),
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    });
  }

  /** The alarm that the owner of the copy already has on the same metric and limit. */
  private existing({ lag, unit }: LaggingCopy, { source }: ReplicationLagAlarmProps): cloudwatch.Alarm | undefined {
    const wanted = lag.toMetricConfig().metricStat;
    return source._spec.owner.node
      .findAll()
      .filter((each): each is cloudwatch.Alarm => each instanceof cloudwatch.Alarm)
      .find(({ metric, node }) => {
        const found = metric.toMetricConfig().metricStat;
        const { threshold } = node.defaultChild as cloudwatch.CfnAlarm;
        return isSame(found, wanted) && threshold === inUnit(this.limit, unit);
      });
  }

  private warnOfIdleLag({ source, heartbeat }: ReplicationLagAlarmProps): void {
    const { idleLag } = source._spec;
    if (heartbeat || this.warningAt.toMilliseconds() >= idleLag.toMilliseconds()) return;
    const message =
      `A copy of a database that nobody writes to seems to lag by up to ${text(idleLag)}, and there is a warning at ` +
      `${text(this.warningAt)}. Write a heartbeat every few seconds and say so (heartbeat), or allow a longer RPO.`;
    Validations.of(this).addWarning('cdk-nines::IdleReplicaLag', message);
  }
}

type LagAlarmSettings = Pick<cloudwatch.AlarmProps, 'alarmDescription' | 'evaluationPeriods' | 'treatMissingData'>;

function inUnit(limit: Duration, unit: cloudwatch.Unit): number {
  return limit.toMilliseconds() / (unit === cloudwatch.Unit.SECONDS ? 1000 : 1);
}

function isSame(one?: cloudwatch.MetricStatConfig, other?: cloudwatch.MetricStatConfig): boolean {
  if (!one || !other || one.metricName !== other.metricName) return false;
  return JSON.stringify(one.dimensions) === JSON.stringify(other.dimensions);
}
