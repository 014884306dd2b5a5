import { Duration } from 'aws-cdk-lib';
import { regionalArn } from './runbook-arns';
import type { RunbookProcedureProps } from './runbook-procedure-props';
import { RunbookStep } from './runbook-step';

/** Booleans arrive as the text of either language. */
const TRUE = ['True', 'true'];

/** A Multi-AZ instance whose standby is to take over. */
export interface DatabaseFailoverOptions {
  /** Identifier of the instance. */
  readonly instanceIdentifier: string;
}

/** A cluster of which a reader is to take over. */
export interface ClusterFailoverOptions {
  /** Identifier of the cluster. */
  readonly clusterIdentifier: string;
}

/** Reboots a Multi-AZ instance with failover. */
export function databaseFailover({ instanceIdentifier }: DatabaseFailoverOptions): RunbookProcedureProps {
  const service = 'rds';
  const resources = [regionalArn('rds', `db:${instanceIdentifier}`)];
  const inputs = { DBInstanceIdentifier: instanceIdentifier };
  const describe = { service, api: 'DescribeDBInstances', inputs, resources };
  const selector = '$.DBInstances[0].DBInstanceStatus';
  const zones = RunbookStep.read('ReadZones', {
    ...describe,
    description: 'Note in which zones writer and standby are',
    outputs: [
      { name: 'Writer', selector: '$.DBInstances[0].AvailabilityZone' },
      { name: 'Standby', selector: '$.DBInstances[0].SecondaryAvailabilityZone' },
    ],
  });
  return {
    description: `Lets the standby of ${instanceIdentifier} take over. Connections break; clients have to look its name up again.`,
    preconditions: [
      RunbookStep.require('RequireAvailable', { ...describe, selector, desired: ['available'] }),
      RunbookStep.require('RequireStandby', { ...describe, selector: '$.DBInstances[0].MultiAZ', desired: TRUE }),
      zones,
    ],
    steps: [
      RunbookStep.change('RebootWithFailover', {
        description: `Reboot ${instanceIdentifier} so that its standby takes over`,
        service,
        api: 'RebootDBInstance',
        inputs: { ...inputs, ForceFailover: true },
        resources,
      }),
      RunbookStep.waitFor('WaitForOtherZone', {
        ...describe,
        description: 'Wait until the writer is where the standby was',
        selector: '$.DBInstances[0].AvailabilityZone',
        desired: [zones.output('Standby')],
      }),
      RunbookStep.waitFor('WaitUntilAvailable', { ...describe, selector, desired: ['available'] }),
    ],
    outputs: ['ReadZones.Writer', 'ReadZones.Standby'],
  };
}

/** Lets a reader of an Aurora or Multi-AZ cluster take over. */
export function clusterFailover({ clusterIdentifier }: ClusterFailoverOptions): RunbookProcedureProps {
  const service = 'rds';
  const resources = [regionalArn('rds', `cluster:${clusterIdentifier}`)];
  const inputs = { DBClusterIdentifier: clusterIdentifier };
  const describe = { service, api: 'DescribeDBClusters', inputs, resources };
  const selector = '$.DBClusters[0].Status';
  return {
    description: `Lets a reader of ${clusterIdentifier} take over. Connections break for up to a minute.`,
    preconditions: [
      RunbookStep.require('RequireAvailable', { ...describe, selector, desired: ['available'] }),
      RunbookStep.require('RequireReader', { ...describe, selector: '$.DBClusters[0].MultiAZ', desired: TRUE }),
    ],
    steps: [
      RunbookStep.change('FailOver', {
        description: `Let a reader of ${clusterIdentifier} take over`,
        service,
        api: 'FailoverDBCluster',
        inputs,
        resources,
      }),
      RunbookStep.sleep('LetItBegin', Duration.seconds(30)),
      RunbookStep.waitFor('WaitUntilAvailable', { ...describe, selector, desired: ['available'] }),
    ],
  };
}
