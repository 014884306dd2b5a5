import type { Check } from '../core/errors';
import { dataTierChecks } from './data-tier';
import type { RelationalDatabaseProps } from './relational-database-props';
import type { DatabaseSettings, TopologyPlan } from './topology-plan';

/** Intervals of enhanced monitoring in seconds; 0 is off. */
const INTERVALS = [0, 1, 5, 10, 15, 30, 60];

/** Everything that can be wrong with a database, whatever its topology. */
export function databaseChecks(
  settings: DatabaseSettings,
  plan: TopologyPlan,
  props: RelationalDatabaseProps,
): Check[] {
  return [
    ...dataTierChecks(settings.network),
    ...settings.version.checks(),
    ...nameChecks(settings),
    ...operationChecks(settings),
    {
      code: 'PoolingNotSupported',
      property: 'pooling',
      when: !plan.isPoolable && props.pooling?._proxy !== undefined,
      value: 'ConnectionPooling.rdsProxy()',
      allowed: 'ConnectionPooling.none(): a proxy can only stand in front of a writer',
      action: 'Leave the property out, and pool in the clients of replicas',
    },
  ];
}

/** What can be wrong with the name of a global database and the version of its members. */
export function globalNameChecks(identifier: string, settings: DatabaseSettings): Check[] {
  return [identifierCheck('globalCluster', identifier), exactVersionCheck(settings)];
}

/** A wildcard would be every user, the administrator among them. */
export function userCheck(user: string): Check {
  return {
    code: 'InvalidDatabaseUser',
    property: 'user',
    when: !isSqlName(user),
    value: user,
    allowed: 'one user: a letter, then up to 62 letters, digits and underscores',
    action: 'Grant each user of the database by name',
  };
}

/** Two regions may prefer different minors of a major, and members have to have the same one. */
export function exactVersionCheck({ version }: DatabaseSettings): Check {
  return {
    code: 'EngineVersionNotExact',
    property: 'engineVersion',
    when: !version.isExact,
    value: version.text,
    allowed: 'a major and a minor, because all members of a global database have the same',
    action: `State the minor too, for example '18.3'`,
  };
}

function nameChecks({ identifier, databaseName, administrator }: DatabaseSettings): Check[] {
  return [
    identifierCheck('identifier', identifier),
    {
      code: 'InvalidDatabaseName',
      property: 'databaseName',
      when: databaseName !== undefined && !isSqlName(databaseName),
      value: databaseName,
      allowed: 'a letter, then up to 62 letters, digits and underscores',
      action: 'Choose a name that SQL needs not quote',
    },
    {
      code: 'InvalidAdministrator',
      property: 'administrator',
      when: !isSqlName(administrator) || ['admin', 'rdsadmin'].includes(administrator),
      value: administrator,
      allowed: 'a letter, then up to 62 letters, digits and underscores; not admin or rdsadmin, which are reserved',
      action: 'Choose another name',
    },
  ];
}

function identifierCheck(property: string, identifier: string): Check {
  return {
    code: 'InvalidIdentifier',
    property,
    when: !/^[a-z](-?[a-z0-9])+$/.test(identifier) || identifier.length > 50,
    value: identifier,
    allowed: '2 to 50 lower-case letters, digits and single hyphens, the first a letter',
    action: 'Choose a name that leaves room for -replica-15',
  };
}

function operationChecks({ port, backupRetention, monitoringInterval }: DatabaseSettings): Check[] {
  const days = backupRetention.toDays({ integral: false });
  return [
    {
      code: 'PortOutOfRange',
      property: 'port',
      when: !Number.isInteger(port) || port < 1150 || port > 65535,
      value: port,
      allowed: 'a literal whole number from 1150 to 65535',
      action: 'Leave the property out: 5433 is not the default port of PostgreSQL, as policy checks ask',
    },
    {
      code: 'BackupRetentionOutOfRange',
      property: 'backupRetention',
      when: !Number.isInteger(days) || days < 1 || days > 35,
      value: backupRetention.toString(),
      allowed: '1 to 35 whole days: replicas need a source with backups',
      action: 'Keep older backups with a backup plan of your own',
    },
    {
      code: 'MonitoringIntervalNotOffered',
      property: 'monitoringInterval',
      when: !INTERVALS.includes(monitoringInterval.toSeconds({ integral: false })),
      value: monitoringInterval.toString(),
      allowed: `${INTERVALS.join(', ')} seconds`,
      action: 'Choose one of these; 0 switches enhanced monitoring off',
    },
  ];
}

function isSqlName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]{0,62}$/.test(name);
}
