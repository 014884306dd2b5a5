import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { DataStack } from './data-stack';
import { IDENTIFIER } from './database';
import { allow, allowWhen } from './pieces';
import type { ScalingParts } from './replica-scaling';

const USE_KEY = ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'];

/** What the workflow needs to make, serve and delete a replica. */
export function scalingStatements(
  stack: DataStack,
  { slots, ruleName }: ScalingParts,
  tableArn: string,
): iam.PolicyStatement[] {
  const { region, account, foundation, reader } = stack;
  const model = stack.replicas[0].node.defaultChild as rds.CfnDBInstance;
  const rdsArn = (name: string) => `arn:aws:rds:${region}:${account}:${name}`;
  const instances = slots.map(({ identifier }) => rdsArn(`db:${identifier}`));
  const groups = [`pg:${model.dbParameterGroupName}`, `subgrp:${model.dbSubnetGroupName}`];
  const shared = [`db:${IDENTIFIER}`, 'og:default:postgres-18', ...groups].map(rdsArn);
  const { keyArn } = foundation.key;
  const tagged = (key: string) => ({ StringEquals: { [`aws:${key}/scaled-by`]: ruleName } });
  const passed = ['monitoring.rds.amazonaws.com', 'rds.amazonaws.com'];
  return [
    allowWhen(tagged('RequestTag'), ['rds:AddTagsToResource', 'rds:CreateDBInstanceReadReplica'], ...instances),
    allow(['rds:CreateDBInstanceReadReplica'], ...shared),
    allowWhen(tagged('ResourceTag'), ['rds:DeleteDBInstance'], ...instances),
    allow(
      USE_KEY.map((verb) => `kms:${verb}`),
      keyArn,
    ),
    allowWhen(
      {
        Bool: { 'kms:GrantIsForAWSResource': 'true' },
        StringEquals: { 'kms:ViaService': `rds.${region}.amazonaws.com` },
      },
      ['kms:CreateGrant'],
      keyArn,
    ),
    allowWhen({ StringEquals: { 'iam:PassedToService': passed } }, ['iam:PassRole'], model.monitoringRoleArn!),
    allow(['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'], tableArn),
    allow(['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets'], reader.zone.hostedZoneArn),
    allow(['events:DescribeRule'], `arn:aws:events:${region}:${account}:rule/${ruleName}`),
    allow(['states:DescribeExecution'], `arn:aws:states:${region}:${account}:execution:${ruleName}:*`),
    allow(['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'rds:DescribeDBInstances'], '*'),
  ];
}
