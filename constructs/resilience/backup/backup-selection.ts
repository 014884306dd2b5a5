import * as backup from 'aws-cdk-lib/aws-backup';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Check } from '../../core/errors';
import { kindOf, type ResourceKind } from './backup-resource-kind';
import { restoreName } from './backup-restore-plan';
import type { RestoreTest } from './backup-restore-test';
import { type BackupReach, backupRole, restoreRole } from './backup-roles';

/** What is backed up, and how. */
export interface Protection {
  readonly plan: backup.IBackupPlan;
  /** Kinds by ARN; undefined for a kind that the library has no role for. */
  readonly kinds: Map<string, ResourceKind | undefined>;
  readonly vaultArns: string[];
  readonly keyArns: string[];
  readonly copyRegions: string[];
  readonly role?: iam.IRole;
  readonly restoreTest: RestoreTest;
  readonly restoreTestingPlan?: backup.CfnRestoreTestingPlan;
  readonly restoreMetadata?: { [key: string]: string };
}

/** Selections with their roles, one per kind of resource. */
export function protectResources(scope: Construct, protection: Protection): backup.BackupSelection[] {
  const kinds = [...new Set(protection.kinds.values())];
  return kinds.map((kind) => {
    const arns = [...protection.kinds].filter(([, each]) => each === kind).map(([arn]) => arn);
    const part = new Construct(scope, kind?.restoreType ?? 'Other');
    const reach = kind && { ...protection, kind, arns };
    if (reach) testRestores(part, reach);
    return select(part, protection, arns, reach);
  });
}

function select(
  scope: Construct,
  { plan, role }: Protection,
  arns: string[],
  reach?: BackupReach,
): backup.BackupSelection {
  return new backup.BackupSelection(scope, 'Selection', {
    backupPlan: plan,
    resources: arns.map((arn) => backup.BackupResource.fromArn(arn)),
    role: role ?? (reach && backupRole(scope, 'BackupRole', reach)),
    disableDefaultBackupPolicy: true,
  });
}

function testRestores(scope: Construct, reach: BackupReach & Protection): void {
  const { restoreTestingPlan: plan, restoreTest: test } = reach;
  if (!plan) return;
  const role = test._options.role ?? restoreRole(scope, 'RestoreRole', reach);
  new backup.CfnRestoreTestingSelection(scope, 'RestoreTest', {
    restoreTestingPlanName: plan.restoreTestingPlanName,
    restoreTestingSelectionName: restoreName(scope),
    protectedResourceType: reach.kind.restoreType,
    protectedResourceArns: reach.arns,
    iamRoleArn: role.roleArn,
    validationWindowHours: test._windowHours,
    restoreMetadataOverrides: reach.restoreMetadata,
  }).addResourceDependency(plan);
}

/** What can be wrong with the resources. */
export function resourceChecks(scope: Construct, arns: string[], hasRole: boolean): Check[] {
  const unknown = arns.filter((arn) => !kindOf(scope, arn));
  return [
    {
      code: 'NothingToProtect',
      property: 'arns',
      when: arns.length === 0,
      value: arns,
      allowed: 'at least one ARN',
      action: 'Name what to back up',
    },
    {
      code: 'UnknownResourceKind',
      property: 'arns',
      when: unknown.length > 0 && !hasRole,
      value: unknown,
      allowed: 'databases, tables, volumes and file systems, as literal ARN or attribute of a resource',
      action: 'Pass a role that may back up the others',
    },
  ];
}
