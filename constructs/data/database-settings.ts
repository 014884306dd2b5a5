import { Duration, Names, RemovalPolicy } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { EngineVersion } from './engine-version';
import type { RelationalDatabaseProps } from './relational-database-props';
import type { DatabaseSettings } from './topology-plan';

/** Fills in the defaults. */
export function databaseSettings(
  scope: Construct,
  props: RelationalDatabaseProps,
  defaultVersion: string,
): DatabaseSettings {
  const { network, key, logVault, notifications, databaseName, secretReplicas, recovery, maintenanceWindow } = props;
  return {
    ...{ network, key, logVault, notifications, databaseName, secretReplicas, recovery, maintenanceWindow },
    ...identity(scope, props, defaultVersion),
    ...operation(props),
  };
}

function identity(scope: Construct, props: RelationalDatabaseProps, defaultVersion: string) {
  return {
    identifier: props.identifier ?? defaultIdentifier(scope),
    version: new EngineVersion(props.engineVersion ?? defaultVersion),
    port: props.port ?? 5433,
    administrator: props.administrator ?? 'postgres',
    parameters: { 'rds.force_ssl': '1', ...props.parameters },
  };
}

function operation(props: RelationalDatabaseProps) {
  return {
    insights: props.insights ?? rds.DatabaseInsightsMode.ADVANCED,
    monitoringInterval: props.monitoringInterval ?? Duration.seconds(15),
    backupRetention: props.backupRetention ?? Duration.days(35),
    autoMinorVersionUpgrade: props.autoMinorVersionUpgrade ?? true,
    allowMajorVersionUpgrade: props.allowMajorVersionUpgrade ?? false,
    deletionProtection: props.deletionProtection ?? true,
    removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
  };
}

/**
 * A literal name, because log groups have to exist under it before RDS makes its own, and because CloudFormation refuses
 * to replace what has one. It has to begin with a letter.
 */
function defaultIdentifier(scope: Construct): string {
  const name = Names.uniqueResourceName(scope, { maxLength: 40, separator: '-' }).toLowerCase();
  return /^[a-z]/.test(name) ? name : `db-${name}`;
}
