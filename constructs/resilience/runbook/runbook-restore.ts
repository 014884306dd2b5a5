import { Aws, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { regionalArn } from './runbook-arns';
import type { RunbookParameter, RunbookProcedureProps } from './runbook-procedure-props';
import { RunbookStep } from './runbook-step';

/** A backup that is to be restored beside what it is a backup of. */
export interface RestoreFromBackupOptions {
  /** Name of the vault. */
  readonly vaultName: string;
  /** What AWS Backup restores as; Systems Manager passes it on. */
  readonly restoreRole: iam.IRole;
  /** Kind of resource as AWS Backup calls it: `RDS`, `Aurora`, `DynamoDB`, `EBS`, `EFS`. */
  readonly resourceType: string;
  /**
   * What AWS Backup needs to know, for example `{ DBInstanceIdentifier: '{{NewName}}', DBSubnetGroupName: 'data' }`.
   * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-a-backup.html
   */
  readonly metadata: { [key: string]: string };
  /**
   * How long the restore may take.
   * @default - 4 hours
   */
  readonly timeout?: Duration;
}

const RECOVERY_POINTS =
  'Which recovery point is restored is known when the runbook runs; the role reads and restores, it deletes nothing.';

/** Recovery points of a vault have ARNs of AWS Backup or, where a service keeps them itself, of that service. */
function recoveryPoints(): string[] {
  return [
    regionalArn('backup', 'recovery-point:*'),
    regionalArn('dynamodb', 'table/*/backup/*'),
    regionalArn('rds', 'snapshot:awsbackup:*'),
    regionalArn('rds', 'cluster-snapshot:awsbackup:*'),
    `arn:${Aws.PARTITION}:ec2:${Aws.REGION}::snapshot/*`,
  ];
}

const PARAMETERS: RunbookParameter[] = [
  { name: 'RecoveryPointArn', description: 'ARN of the recovery point', allowedPattern: '^arn:[a-z-]+:.+$' },
  {
    name: 'NewName',
    description: 'Name of what is made, not yet taken',
    allowedPattern: '^[A-Za-z][A-Za-z0-9-]{2,62}$',
  },
];

/** Restores a recovery point into a new resource. */
export function restoreFromBackup(options: RestoreFromBackupOptions): RunbookProcedureProps {
  const { vaultName, resourceType, timeout = Duration.hours(4) } = options;
  const service = 'backup';
  const point = { BackupVaultName: vaultName, RecoveryPointArn: '{{RecoveryPointArn}}' };
  const describe = {
    service,
    api: 'DescribeRecoveryPoint',
    inputs: point,
    resources: recoveryPoints(),
    wildcardReason: RECOVERY_POINTS,
  };
  const start = startRestore(options);
  const job = {
    service,
    api: 'DescribeRestoreJob',
    inputs: { RestoreJobId: start.output('RestoreJobId') },
    resources: ['*'],
  };
  return {
    description: 'Restores a backup as a new resource. Compare it, then point clients to it: nothing is overwritten.',
    parameters: PARAMETERS,
    preconditions: [
      RunbookStep.require('RequireComplete', {
        ...describe,
        selector: '$.Status',
        desired: ['COMPLETED', 'AVAILABLE'],
      }),
      RunbookStep.require('RequireKind', { ...describe, selector: '$.ResourceType', desired: [resourceType] }),
    ],
    steps: [
      start,
      RunbookStep.waitFor('WaitForRestore', { ...job, selector: '$.Status', desired: ['COMPLETED'], timeout }),
      RunbookStep.read('ReadRestored', { ...job, outputs: [{ name: 'Arn', selector: '$.CreatedResourceArn' }] }),
    ],
    outputs: ['ReadRestored.Arn'],
  };
}

function startRestore({ restoreRole, resourceType, metadata }: RestoreFromBackupOptions): RunbookStep {
  return RunbookStep.change('StartRestore', {
    description: 'Restore {{RecoveryPointArn}} as {{NewName}}',
    service: 'backup',
    api: 'StartRestoreJob',
    inputs: {
      RecoveryPointArn: '{{RecoveryPointArn}}',
      IamRoleArn: restoreRole.roleArn,
      ResourceType: resourceType,
      Metadata: metadata,
    },
    resources: recoveryPoints(),
    wildcardReason: RECOVERY_POINTS,
    statements: [
      new iam.PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [restoreRole.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' } },
      }),
    ],
    outputs: [{ name: 'RestoreJobId', selector: '$.RestoreJobId' }],
  });
}
