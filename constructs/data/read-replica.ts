import { Validations } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Check } from '../core/errors';
import { acknowledgeLiteralZone, dataZones } from './data-tier';
import { instanceLogs, instanceSettings, resourceOf } from './instance-settings';
import type { InstanceStorage } from './instance-storage';
import { type ReadReplicaOptions, ReplicaRedundancy } from './read-replica-options';
import { companionPolicy } from './removal';
import type { DatabaseContext, NamedReplica } from './topology-plan';

/** Zones that single-zone replicas are spread over: a fourth one that is added later must not move them. */
const SPREAD_OVER = 3;

/** What replicas copy. */
export interface ReplicaSource {
  readonly instance: rds.IDatabaseInstance;
  readonly instanceType: ec2.InstanceType;
  readonly parameterGroup: rds.IParameterGroup;
  readonly storage: InstanceStorage;
}

type ReplicaProps = Partial<rds.DatabaseInstanceReadReplicaProps> & { readonly instanceIdentifier: string };

/** Read replicas of an instance of the same stack, by names that do not change when others come or go. */
export function createReplicas(
  context: DatabaseContext,
  source: ReplicaSource,
  count: number,
  options: ReadReplicaOptions,
): NamedReplica[] {
  const instanceType = options.replicaInstanceType ?? source.instanceType;
  return Array.from({ length: count }, (_, index) => {
    const place = placement(context, options, index);
    const name = `replica-${index + 1}`;
    const instanceIdentifier = `${context.identifier}-${name}`;
    const instance = createReplica(context, name, { ...source, instanceType }, { ...place, instanceIdentifier });
    acknowledgeCopy(instance);
    if (!place.multiAz && count > 1) acknowledgeSingleZone(instance);
    return { name, instance };
  });
}

/** One replica with its log groups; `extra` says what it is called, where it is and what it does not inherit. */
export function createReplica(
  context: DatabaseContext,
  name: string,
  source: ReplicaSource,
  extra: ReplicaProps,
): rds.DatabaseInstanceReadReplica {
  const identifier = extra.instanceIdentifier;
  const logs = instanceLogs(context, name, identifier);
  const replica = new rds.DatabaseInstanceReadReplica(context.scope, name, {
    ...instanceSettings(context, identifier, source.parameterGroup),
    ...source.storage.forReplica(),
    sourceDatabaseInstance: source.instance,
    instanceType: source.instanceType,
    storageEncrypted: true,
    // RDS makes no final snapshot of a replica.
    removalPolicy: companionPolicy(context.removalPolicy),
    ...extra,
  });
  replica.node.addDependency(logs, ...(context.monitoringRole ? [context.monitoringRole] : []));
  inherit(resourceOf(replica));
  if (extra.availabilityZone) acknowledgeLiteralZone(replica);
  return replica;
}

/** In two zones that RDS chooses, or in one that follows from the number. */
export function placement({ network }: DatabaseContext, options: ReadReplicaOptions, index: number) {
  if (options.replicaRedundancy !== ReplicaRedundancy.ONE_ZONE_EACH) return { multiAz: true };
  const zones = dataZones(network).slice(0, SPREAD_OVER);
  return { multiAz: false, availabilityZone: zones[index % zones.length] };
}

/** What can be wrong with replicas. */
export function replicaChecks(options: ReadReplicaOptions, count: number, most: number): Check[] {
  const connections = options.maximumReplicaConnections ?? 1;
  return [
    {
      code: 'ReplicaCountOutOfRange',
      property: 'readReplicas',
      when: !Number.isInteger(count) || count < 0 || count > most,
      value: count,
      allowed: `a whole number from 0 to ${most}`,
      action: 'Ask for fewer replicas, or put a cache in front of them',
    },
    {
      code: 'ReplicaLagOutOfRange',
      property: 'maximumReplicaLag',
      when: (options.maximumReplicaLag?.toMilliseconds() ?? 1000) < 1000,
      value: options.maximumReplicaLag?.toString(),
      allowed: '1 second or more',
      action: 'State the age of data that readers accept; replicas are never without lag',
    },
    {
      code: 'ReplicaConnectionsOutOfRange',
      property: 'maximumReplicaConnections',
      when: !Number.isInteger(connections) || connections < 1,
      value: connections,
      allowed: 'a whole number, 1 or more',
      action: 'State how many connections a replica carries',
    },
  ];
}

/**
 * Policy checks read engine and encryption of every instance. CloudFormation takes both from the source instead, and
 * refuses the flag beside it: a replica of the region has its source's key, one of another region the key that it names.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html
 */
function inherit(resource: rds.CfnDBInstance): void {
  resource.engine = 'postgres';
  resource.addPropertyDeletionOverride('Engine');
  resource.addPropertyDeletionOverride('StorageEncrypted');
}

function acknowledgeCopy(replica: rds.DatabaseInstanceReadReplica): void {
  const reason = 'The data is backed up once, at the writer; a lost replica is made anew from it, never restored.';
  for (const pack of ['NIST.800.53.R5', 'HIPAA.Security']) {
    Validations.of(replica).acknowledge({ id: `${pack}::${pack}-RDSInBackupPlan`, reason });
  }
}

function acknowledgeSingleZone(replica: rds.DatabaseInstanceReadReplica): void {
  const reason =
    'The other replicas are the redundancy: they are in other zones, and the reader falls back to the writer.';
  const packs = ['NIST.800.53.R5', 'HIPAA.Security'].map((pack) => `${pack}::${pack}-RDSMultiAZSupport`);
  for (const id of ['AwsSolutions::AwsSolutions-RDS3', ...packs]) Validations.of(replica).acknowledge({ id, reason });
}
