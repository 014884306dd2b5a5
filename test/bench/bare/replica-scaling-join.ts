import type * as rds from 'aws-cdk-lib/aws-rds';
import type { DataStack } from './data-stack';
import { IDENTIFIER } from './database';
import { leaveStates, readInstance } from './replica-scaling-leave';
import { call, choose, count, end, firstIs, is, isAbsent, isPresent, onError, put, type States, wait } from './states';

/** Looks at a new replica, one a minute, until it is given up. */
const LOOKS = 60;

/** Makes a replica, waits until it has caught up, and sends reads to it. What does not get there is undone. */
export function joinStates(stack: DataStack): States {
  const status = (value: string, Next: string) => ({ ...firstIs('$.instance.status', value), Next });
  const incompatible = { Variable: '$.instance.status[0]', StringMatches: 'incompatible-*' };
  return {
    AddBegin: put('$.looks', { number: 0 }, 'IsMade'),
    IsMade: choose('AddReadInstance', { ...is('$.shape', 'false/false'), Next: 'AddCreate' }),
    AddCreate: call('aws-sdk:rds:createDBInstanceReadReplica', request(stack), {
      ResultPath: null,
      Next: 'AddWait',
      ...onError('UndoFindRecord'),
    }),
    AddWait: wait(60, 'AddCount'),
    AddCount: count('$.looks', 'AddReadInstance'),
    AddReadInstance: readInstance('AddIsReady', 'AddWaitOrUndo'),
    AddIsReady: choose(
      'AddWaitOrUndo',
      { ...isAbsent('$.instance.status[0]'), Next: 'AddGone' },
      status('deleting', 'AddGone'),
      status('failed', 'UndoFindRecord'),
      { And: [isPresent('$.instance.status[0]'), incompatible], Next: 'UndoFindRecord' },
      status('available', 'AddReadLag'),
    ),
    AddReadLag: call(
      'aws-sdk:cloudwatch:describeAlarms',
      { 'AlarmNames.$': '$.alarms' },
      {
        ResultSelector: { 'quiet.$': "States.ArrayLength($.MetricAlarms[?(@.StateValue=='OK')])" },
        ResultPath: '$.lag',
        Next: 'AddIsQuiet',
        ...onError('AddWaitOrUndo'),
      },
    ),
    AddIsQuiet: choose('AddWaitOrUndo', { Variable: '$.lag.quiet', NumericEquals: 1, Next: 'AddRecord' }),
    AddWaitOrUndo: choose('AddWait', {
      Variable: '$.looks.number',
      NumericGreaterThanEquals: LOOKS,
      Next: 'UndoFindRecord',
    }),
    AddRecord: call('aws-sdk:route53:changeResourceRecordSets', record(stack), {
      ResultPath: null,
      Next: 'AddDone',
      ...onError('UndoFindRecord'),
    }),
    AddDone: end({ result: 'added', 'identifier.$': '$.identifier' }),
    AddGone: end({ result: 'gone', 'identifier.$': '$.identifier' }),
    ...leaveStates(stack, 'Undo', 'failed'),
  };
}

/** A replica like the first of those that are always there. */
function request({ replicas }: DataStack): object {
  const model = replicas[0].node.defaultChild as rds.CfnDBInstance;
  return {
    'DbInstanceIdentifier.$': '$.identifier',
    SourceDBInstanceIdentifier: IDENTIFIER,
    MultiAZ: true,
    DbSubnetGroupName: model.dbSubnetGroupName,
    VpcSecurityGroupIds: model.vpcSecurityGroups,
    DbInstanceClass: model.dbInstanceClass,
    DbParameterGroupName: model.dbParameterGroupName,
    StorageType: model.storageType,
    MaxAllocatedStorage: model.maxAllocatedStorage,
    MonitoringInterval: model.monitoringInterval,
    MonitoringRoleArn: model.monitoringRoleArn,
    EnablePerformanceInsights: true,
    PerformanceInsightsKMSKeyId: model.performanceInsightsKmsKeyId,
    PerformanceInsightsRetentionPeriod: model.performanceInsightsRetentionPeriod,
    DatabaseInsightsMode: model.databaseInsightsMode,
    EnableCloudwatchLogsExports: model.enableCloudwatchLogsExports,
    Port: model.port,
    PubliclyAccessible: false,
    EnableIAMDatabaseAuthentication: true,
    AutoMinorVersionUpgrade: true,
    CopyTagsToSnapshot: true,
    DeletionProtection: false,
    Tags: [{ Key: 'scaled-by', Value: `${IDENTIFIER}-replicas` }],
  };
}

function record({ reader }: DataStack): object {
  const ResourceRecordSet = {
    Name: reader.recordName,
    Type: 'CNAME',
    'SetIdentifier.$': '$.identifier',
    Weight: 1,
    Ttl: 5,
    'HealthCheckId.$': '$.healthCheckId',
    ResourceRecords: [{ 'Value.$': '$.instance.host[0]' }],
  };
  return {
    HostedZoneId: reader.zone.hostedZoneId,
    ChangeBatch: { Changes: [{ Action: 'UPSERT', ResourceRecordSet }] },
  };
}
