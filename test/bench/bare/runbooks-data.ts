import type { OpsStack } from './ops-stack';
import { allow } from './pieces';
import { type Call, parameter, pause, require, run, type Runbook, unlessDryRun, waitFor } from './runbook-steps';

export function failOverDatabase({ data: { writer } }: OpsStack): Runbook {
  const { instanceIdentifier: name, instanceArn } = writer;
  const describe: Call = ['rds', 'DescribeDBInstances', { DBInstanceIdentifier: name }];
  const reboot: Call = ['rds', 'RebootDBInstance', { DBInstanceIdentifier: name, ForceFailover: true }];
  const at = (property: string) => `$.DBInstances[0].${property}`;
  return {
    description: `Lets the standby of ${name} take over. Connections break; clients have to look its name up again.`,
    steps: [
      require('RequireAvailable', describe, at('DBInstanceStatus'), 'available'),
      require('RequireStandby', describe, at('MultiAZ'), 'True', 'true'),
      run('ReadZones', describe, 'Note in which zones writer and standby are', {
        Writer: at('AvailabilityZone'),
        Standby: at('SecondaryAvailabilityZone'),
      }),
      ...unlessDryRun(run('RebootWithFailover', reboot, `Reboot ${name} so that its standby takes over`)),
      waitFor('WaitForOtherZone', 900, describe, at('AvailabilityZone'), '{{ReadZones.Standby}}'),
      waitFor('WaitUntilAvailable', 900, describe, at('DBInstanceStatus'), 'available'),
    ],
    outputs: ['ReadZones.Writer', 'ReadZones.Standby'],
    statements: [allow(['rds:DescribeDBInstances', 'rds:RebootDBInstance'], instanceArn)],
  };
}

export function failOverCache({ data: { cache }, region, account }: OpsStack): Runbook {
  const ReplicationGroupId = cache.ref;
  const describe: Call = ['elasticache', 'DescribeReplicationGroups', { ReplicationGroupId }];
  const test: Call = ['elasticache', 'TestFailover', { ReplicationGroupId, NodeGroupId: '{{Shard}}' }];
  const at = (property: string) => `$.ReplicationGroups[0].${property}`;
  const arn = (resource: string) => `arn:aws:elasticache:${region}:${account}:${resource}`;
  const group = arn(`replicationgroup:${ReplicationGroupId}`);
  return {
    description: `Lets a replica take over a shard of ${ReplicationGroupId}. The last writes may be lost.`,
    parameters: { Shard: parameter('The shard, from 0001', '^[0-9]{4}$', '0001') },
    steps: [
      require('RequireAvailable', describe, at('Status'), 'available'),
      require('RequireFailover', describe, at('AutomaticFailover'), 'enabled'),
      require('RequireZones', describe, at('MultiAZ'), 'enabled'),
      ...unlessDryRun(run('FailOver', test, `Let a replica take over shard {{Shard}} of ${ReplicationGroupId}`)),
      pause('LetItBegin', 'PT60S'),
      waitFor('WaitUntilAvailable', 1800, describe, at('Status'), 'available'),
    ],
    statements: [
      allow(['elasticache:DescribeReplicationGroups'], group),
      allow(['elasticache:TestFailover'], group, arn(`cluster:${ReplicationGroupId}-*`)),
    ],
  };
}
