import type { AuroraGlobalStepOptions, PromoteDatabaseOptions, RebuildReplicaOptions } from './recovery-step-options';
import {
  inOrder,
  minutesOf,
  type Permission,
  type StepContext,
  type StepSpec,
  wholeMinutesCheck,
} from './recovery-step-spec';

const READS_ALL_DATABASES = 'it lists databases before it knows them; it only reads';

export function promoteDatabase(options: PromoteDatabaseOptions): StepSpec {
  const { instances, timeout } = options;
  return {
    ...common(options, Object.keys(instances)),
    type: 'RdsPromoteReadReplica',
    promotes: Object.values(instances),
    losesWrites: true,
    needsPassiveRegion: true,
    configure: () => ({
      rdsPromoteReadReplicaConfig: { dbInstanceArnMap: instances, timeoutMinutes: minutesOf(timeout) },
    }),
    permissions: () => [
      { actions: ['rds:DescribeDBInstances'], resources: ['*'], why: READS_ALL_DATABASES },
      { actions: ['rds:PromoteReadReplica', 'rds:ModifyDBInstance'], resources: Object.values(instances) },
    ],
  };
}

export function rebuildReplica(options: RebuildReplicaOptions): StepSpec {
  const { instances, timeout } = options;
  return {
    ...common(options, Object.keys(instances)),
    type: 'RdsCreateCrossRegionReplica',
    rebuilds: true,
    needsPassiveRegion: true,
    configure: () => ({
      rdsCreateCrossRegionReadReplicaConfig: { dbInstanceArnMap: instances, timeoutMinutes: minutesOf(timeout) },
    }),
    permissions: (context) => rebuildPermissions(options, context),
  };
}

/** The old primary is renamed, tagged, and a replica takes its name, groups and key. */
function rebuildPermissions(
  { instances, encryptionKeys = {} }: RebuildReplicaOptions,
  context: StepContext,
): Permission[] {
  const inEach = (kind: string) =>
    context.regions.map((region) => `arn:${context.partition}:rds:${region}:${context.account}:${kind}:*`);
  const keys = Object.values(encryptionKeys);
  const forRds = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };
  const grants = [
    { actions: ['kms:CreateGrant'], resources: keys, conditions: forRds },
    { actions: ['kms:DescribeKey'], resources: keys },
  ];
  return [
    { actions: ['rds:DescribeDBInstances'], resources: ['*'], why: READS_ALL_DATABASES },
    {
      actions: ['rds:CreateDBInstanceReadReplica', 'rds:ModifyDBInstance'],
      resources: [...Object.values(instances), ...['og', 'pg', 'subgrp'].flatMap(inEach)],
      why: 'the replica takes the groups of the old primary, whose names are read when the step runs',
    },
    {
      actions: ['rds:AddTagsToResource'],
      resources: inEach('db'),
      why: 'the old primary is tagged under a new name, which the service chooses; it may only be tagged',
    },
    ...(keys.length > 0 ? grants : []),
  ];
}

export function auroraGlobal(options: AuroraGlobalStepOptions): StepSpec {
  const { clusters, globalCluster, timeout, failsOverWithLoss = true } = options;
  return {
    ...common(options, Object.keys(clusters)),
    type: 'AuroraGlobalDatabase',
    promotes: Object.values(clusters),
    losesWrites: failsOverWithLoss,
    configure: (context) => ({
      globalAuroraConfig: {
        behavior: 'switchoverOnly',
        ungraceful: failsOverWithLoss ? { ungraceful: 'failover' } : undefined,
        globalClusterIdentifier: globalCluster,
        databaseClusterArns: inOrder(clusters, context),
        timeoutMinutes: minutesOf(timeout),
      },
    }),
    permissions: ({ partition, account }) => [
      {
        actions: ['rds:DescribeGlobalClusters', 'rds:DescribeDBClusters'],
        resources: ['*'],
        why: READS_ALL_DATABASES,
      },
      {
        actions: ['rds:SwitchoverGlobalCluster', ...(failsOverWithLoss ? ['rds:FailoverGlobalCluster'] : [])],
        resources: [`arn:${partition}:rds::${account}:global-cluster:${globalCluster}`, ...Object.values(clusters)],
      },
    ],
  };
}

function common({ name, description, timeout }: PromoteDatabaseOptions | AuroraGlobalStepOptions, regions: string[]) {
  return { name, description, duration: timeout, regions, checks: [wholeMinutesCheck(name, 'timeout', timeout)] };
}
