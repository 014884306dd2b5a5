import { CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** A kind of resource that the library knows how to back up and restore. */
export interface ResourceKind {
  /** As restore tests call it. */
  readonly restoreType: string;
  /** What only lists, and therefore knows no resources. */
  readonly list: string[];
  /** What is done to the resource and to backups of it. */
  readonly make: string[];
  /** What is done to backups only. */
  readonly remove: string[];
  /** Names of backups: service, then what follows the account; `@` stands for a service that leaves out the account. */
  readonly backups: string[];
  /** What a restore calls on backups and on what it makes. */
  readonly restore: string[];
  /** Names of what a restore test makes. */
  readonly restored: string[];
}

const RDS_TAGS = ['rds:AddTagsToResource', 'rds:ListTagsForResource'];

const INSTANCE: ResourceKind = {
  restoreType: 'RDS',
  list: ['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'],
  make: [...RDS_TAGS, 'rds:CopyDBSnapshot', 'rds:CreateDBSnapshot', 'rds:ModifyDBInstance'],
  remove: ['rds:DeleteDBInstanceAutomatedBackup', 'rds:DeleteDBSnapshot'],
  backups: ['rds:snapshot:awsbackup:*', 'rds:auto-backup:*'],
  restore: [
    ...RDS_TAGS,
    'rds:CreateDBInstance',
    'rds:DeleteDBInstance',
    'rds:RestoreDBInstanceFromDBSnapshot',
    'rds:RestoreDBInstanceToPointInTime',
  ],
  restored: ['rds:db:awsbackup-restore-test-*', 'rds:og:*', 'rds:pg:*', 'rds:subgrp:*'],
};

const CLUSTER: ResourceKind = {
  restoreType: 'Aurora',
  list: ['rds:DescribeDBClusterAutomatedBackups', 'rds:DescribeDBClusterSnapshots', 'rds:DescribeDBClusters'],
  make: [...RDS_TAGS, 'rds:CopyDBClusterSnapshot', 'rds:CreateDBClusterSnapshot', 'rds:ModifyDBCluster'],
  remove: ['rds:DeleteDBClusterAutomatedBackup', 'rds:DeleteDBClusterSnapshot'],
  backups: ['rds:cluster-snapshot:awsbackup:*', 'rds:cluster-auto-backup:*'],
  restore: [
    ...RDS_TAGS,
    'rds:DeleteDBCluster',
    'rds:RestoreDBClusterFromSnapshot',
    'rds:RestoreDBClusterToPointInTime',
  ],
  restored: ['rds:cluster:awsbackup-restore-test-*', 'rds:cluster-pg:*', 'rds:subgrp:*'],
};

const TABLE: ResourceKind = {
  restoreType: 'DynamoDB',
  list: ['tag:GetResources'],
  make: [
    'dynamodb:CreateBackup',
    'dynamodb:DescribeTable',
    'dynamodb:ListTagsOfResource',
    'dynamodb:StartAwsBackupJob',
  ],
  remove: ['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'],
  backups: ['/backup/*'],
  restore: [
    'dynamodb:BatchWriteItem',
    'dynamodb:DeleteItem',
    'dynamodb:DescribeTable',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:RestoreTableFromAwsBackup',
    'dynamodb:RestoreTableFromBackup',
    'dynamodb:Scan',
    'dynamodb:UpdateItem',
  ],
  restored: ['dynamodb:table/awsbackup-restore-test-*'],
};

const VOLUME: ResourceKind = {
  restoreType: 'EBS',
  list: ['ec2:DescribeSnapshots', 'ec2:DescribeTags', 'ec2:DescribeVolumes', 'tag:GetResources'],
  make: ['ec2:CopySnapshot', 'ec2:CreateSnapshot', 'ec2:CreateTags'],
  remove: ['ec2:DeleteSnapshot', 'ec2:ModifySnapshotAttribute'],
  backups: ['ec2@snapshot/*'],
  restore: ['ec2:CreateTags', 'ec2:CreateVolume', 'ec2:DeleteVolume'],
  restored: ['ec2:volume/*'],
};

const FILE_SYSTEM: ResourceKind = {
  restoreType: 'EFS',
  list: ['tag:GetResources'],
  make: ['elasticfilesystem:Backup', 'elasticfilesystem:DescribeTags'],
  remove: [],
  backups: [],
  restore: [
    'elasticfilesystem:CreateFilesystem',
    'elasticfilesystem:DeleteFilesystem',
    'elasticfilesystem:DescribeFilesystems',
    'elasticfilesystem:Restore',
    'elasticfilesystem:TagResource',
  ],
  restored: ['elasticfilesystem:file-system/*'],
};

const BY_ARN: [RegExp, ResourceKind][] = [
  [/:rds:.*:db:/, INSTANCE],
  [/:rds:.*:cluster:/, CLUSTER],
  [/:dynamodb:.*:table\//, TABLE],
  [/:ec2:.*:volume\//, VOLUME],
  [/:elasticfilesystem:.*:file-system\//, FILE_SYSTEM],
];

const BY_TYPE: [string, ResourceKind][] = [
  ['AWS::RDS::DBInstance', INSTANCE],
  ['AWS::RDS::DBCluster', CLUSTER],
  ['AWS::DynamoDB::GlobalTable', TABLE],
  ['AWS::DynamoDB::Table', TABLE],
  ['AWS::EC2::Volume', VOLUME],
  ['AWS::EFS::FileSystem', FILE_SYSTEM],
];

/** The kind of the resource with an ARN, read from its text or from the resource that a token refers to. */
export function kindOf(scope: Construct, arn: string): ResourceKind | undefined {
  // Some ARNs of the framework are put together only when they are resolved.
  const text = JSON.stringify(Stack.of(scope).resolve(arn));
  const byArn = BY_ARN.find(([pattern]) => pattern.test(text));
  return byArn?.[1] ?? BY_TYPE.find(([type]) => type === typeBehind(arn))?.[1];
}

function typeBehind(arn: string): string | undefined {
  if (!Token.isUnresolved(arn)) return undefined;
  const token: unknown = Tokenization.reverseString(arn).firstToken;
  if (!Reference.isReference(token)) return undefined;
  return CfnResource.isCfnResource(token.target) ? token.target.cfnResourceType : undefined;
}
