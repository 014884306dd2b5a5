import { Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { KeyValueTable, RelationalDatabase } from '../../data';
import { ManagedPolicyRole, Wildcard } from '../../security';
import type { ReplicaSlot } from './replica-scaling-parts';
import { modelOf, OWNER_TAG } from './replica-scaling-request';
import { workflowPrincipal } from '../workflow/workflow-machine';

/** What the workflow reaches. */
export interface RoleParts {
  readonly database: RelationalDatabase;
  readonly slots: ReplicaSlot[];
  readonly alarms: cloudwatch.IAlarm[];
  readonly lock: KeyValueTable;
  /** Name of workflow and rule, and value of the tag. */
  readonly name: string;
}

/** Makes and deletes the instances of the slots by name and tag, and nothing else. */
export function createRole(scope: Construct, parts: RoleParts): ManagedPolicyRole {
  const arns = arnsOf(scope, parts);
  const role = new ManagedPolicyRole(scope, 'Role', {
    assumedBy: workflowPrincipal(scope),
    description: `Adds read replicas to ${parts.database._pool!.context.identifier} and removes them`,
    statements: [...replicaStatements(parts, arns), ...recordStatements(parts), ...readStatements(parts, arns)],
  });
  parts.lock.grantReadWrite(role);
  acknowledge(role, arns);
  return role;
}

type Arns = ReturnType<typeof arnsOf>;

function arnsOf(scope: Construct, { database, slots, name }: RoleParts) {
  const { partition, region, account } = Stack.of(scope);
  const { identifier, version } = database._pool!.context;
  const { dbParameterGroupName, dbSubnetGroupName } = modelOf(database);
  const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`;
  return {
    replicas: slots.map((slot) => arn('rds', `db:${slot.identifier}`)),
    ingredients: [
      `db:${identifier}`,
      `pg:${dbParameterGroupName}`,
      `subgrp:${dbSubnetGroupName}`,
      `og:default:postgres-${version.text.split('.')[0]}`,
    ].map((resource) => arn('rds', resource)),
    instances: arn('rds', 'db:*'),
    slotAlarms: slots.flatMap((slot) => slot.alarmNames).map((alarm) => arn('cloudwatch', `alarm:${alarm}`)),
    runs: arn('states', `execution:${name}:*`),
    rule: arn('events', `rule/${name}`),
    throughRds: `rds.${region}.amazonaws.com`,
  };
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html */
function replicaStatements({ database, name }: RoleParts, { replicas, ingredients, throughRds }: Arns) {
  const { key, monitoringRole } = database._pool!.context;
  const tag = { [`aws:RequestTag/${OWNER_TAG}`]: name };
  return [
    allow(['rds:CreateDBInstanceReadReplica', 'rds:AddTagsToResource'], replicas, { StringEquals: tag }),
    allow(['rds:CreateDBInstanceReadReplica'], ingredients),
    allow(['rds:DeleteDBInstance'], replicas, { StringEquals: { [`aws:ResourceTag/${OWNER_TAG}`]: name } }),
    allow(['kms:DescribeKey'], [key.keyArn]),
    allow(['kms:CreateGrant'], [key.keyArn], {
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
      StringEquals: { 'kms:ViaService': throughRds },
    }),
    ...(monitoringRole ? [passRole(monitoringRole)] : []),
  ];
}

function passRole(role: iam.IRole): iam.PolicyStatement {
  const services = ['monitoring.rds.amazonaws.com', 'rds.amazonaws.com'];
  return allow(['iam:PassRole'], [role.roleArn], { StringEquals: { 'iam:PassedToService': services } });
}

/** Records of the reader's name, whatever else is in the zone. */
function recordStatements({ database }: RoleParts): iam.PolicyStatement[] {
  const { zone, endpoint } = database._pool!.reader;
  return [
    allow(['route53:ListResourceRecordSets'], [zone.hostedZoneArn]),
    allow(['route53:ChangeResourceRecordSets'], [zone.hostedZoneArn], {
      'ForAllValues:StringEquals': {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': [endpoint.host],
        'route53:ChangeResourceRecordSetsRecordTypes': ['CNAME'],
        'route53:ChangeResourceRecordSetsActions': ['UPSERT', 'DELETE'],
      },
    }),
  ];
}

function readStatements({ alarms }: RoleParts, { instances, slotAlarms, runs, rule }: Arns): iam.PolicyStatement[] {
  return [
    allow(['rds:DescribeDBInstances'], [instances]),
    allow(['cloudwatch:DescribeAlarms'], [...alarms.map((alarm) => alarm.alarmArn), ...slotAlarms]),
    allow(['cloudwatch:GetMetricData'], ['*']),
    allow(['states:DescribeExecution'], [runs]),
    allow(['events:DescribeRule'], [rule]),
  ];
}

function acknowledge(role: ManagedPolicyRole, { instances, runs }: Arns): void {
  const reasons: [string, string][] = [
    ['*', 'GetMetricData, X-Ray and the delivery of logs know no resources; none of them changes data.'],
    [instances, 'A filter over several instances is allowed for all or none; it only reads.'],
    [runs, 'A run gets its name when it starts; the workflow is this one.'],
  ];
  reasons.forEach(([resource, reason]) => role.acknowledgeWildcard(Wildcard.resource(resource), reason));
}

function allow(actions: string[], resources: string[], conditions?: { [operator: string]: object }) {
  return new iam.PolicyStatement({ actions, resources, conditions });
}
