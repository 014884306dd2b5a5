import { BackupCopy, BackupPlan, RestoreTest } from '../../constructs/resilience';
import type { DataStack, DataStackProps } from './data-stack';

/** Backups of the home region's database and table, restored every month to see whether they can be. */
export function createBackup(
  stack: DataStack,
  { foundation, recovery, backupCopies }: Pick<DataStackProps, 'foundation' | 'recovery' | 'backupCopies'>,
): BackupPlan {
  const { database, sessions } = stack;
  const plan = new BackupPlan(stack, 'Backup', {
    key: foundation.key.key,
    recovery,
    copyTo: backupCopies && [BackupCopy.to(backupCopies)],
    restoreTest: RestoreTest.monthly(),
  });
  // The VPC that AWS would restore into by default may not be there.
  const restoreMetadata = { dbSubnetGroupName: database.subnetGroup.subnetGroupName };
  plan.protect(stack, 'DatabaseBackup', [database.instance!.instanceArn], { restoreMetadata });
  plan.protect(stack, 'SessionsBackup', [sessions.table.tableArn]);
  return plan;
}
