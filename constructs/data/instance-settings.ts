import * as rds from 'aws-cdk-lib/aws-rds';
import type { CfnDBInstance, IParameterGroup } from 'aws-cdk-lib/aws-rds';
import { Construct, type IConstruct } from 'constructs';
import { namedLogGroup } from './named-log-group';
import { observation } from './observation';
import type { DatabaseContext } from './topology-plan';

const LOGS = ['postgresql', 'upgrade'];

/** What all instances of a database have in common, the writer and its replicas. */
export function instanceSettings(context: DatabaseContext, identifier: string, parameterGroup: IParameterGroup) {
  const { network, port, securityGroup, subnetGroup } = context;
  return {
    instanceIdentifier: identifier,
    vpc: network.vpc,
    vpcSubnets: network.data,
    subnetGroup,
    securityGroups: [securityGroup.reference],
    port,
    parameterGroup,
    publiclyAccessible: false,
    iamAuthentication: true,
    storageType: rds.StorageType.GP3,
    copyTagsToSnapshot: true,
    cloudwatchLogsExports: LOGS,
    ...observation(context),
    ...care(context),
  };
}

/** Log groups of an instance. */
export function instanceLogs(context: DatabaseContext, name: string, identifier: string): Construct {
  const groups = new Construct(context.scope, `${name}-Logs`);
  LOGS.forEach((log) => namedLogGroup(context, groups, log, `/aws/rds/instance/${identifier}/${log}`));
  return groups;
}

/** The resource of an instance, for what the L2 has no word for. */
export function resourceOf(instance: IConstruct): CfnDBInstance {
  return instance.node.defaultChild as CfnDBInstance;
}

function care(context: DatabaseContext) {
  return {
    autoMinorVersionUpgrade: context.autoMinorVersionUpgrade,
    preferredMaintenanceWindow: context.maintenanceWindow,
    deletionProtection: context.deletionProtection,
  };
}
