import { Duration } from 'aws-cdk-lib';
import { validate } from './errors';

/** How long a tier may be gone, and how much of its data. */
export interface RecoveryObjectiveProps {
  /** Recovery time objective: the longest interruption after a failure. */
  readonly rto: Duration;
  /** Recovery point objective: the longest stretch of time whose writes may be lost. */
  readonly rpo: Duration;
}

/** The recovery objective of a tier. Backups, replication and lag alarms follow from it. Creates no AWS resources. */
export class RecoveryObjective {
  /** No committed write may be lost; only synchronous replication can meet this. */
  public static zeroLoss(rto: Duration): RecoveryObjective {
    return new RecoveryObjective({ rto, rpo: Duration.seconds(0) });
  }

  /** Recovery time objective. */
  public readonly rto: Duration;
  /** Recovery point objective. */
  public readonly rpo: Duration;

  constructor(props: RecoveryObjectiveProps) {
    validate('RecoveryObjective', [
      {
        code: 'RecoveryTimeTooLong',
        property: 'rto',
        when: props.rto.toDays({ integral: false }) > 365,
        value: props.rto.toString(),
        allowed: 'at most 365 days',
        action: 'State the longest interruption that the business accepts',
      },
    ]);
    this.rto = props.rto;
    this.rpo = props.rpo;
  }

  /** Whether no committed write may be lost. */
  public get isZeroLoss(): boolean {
    return this.rpo.toMilliseconds() === 0;
  }
}
