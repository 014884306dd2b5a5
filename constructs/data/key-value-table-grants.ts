import * as iam from 'aws-cdk-lib/aws-iam';

const READ = [
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
];
const WRITE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html */
const DECRYPT = ['kms:Decrypt', 'kms:DescribeKey'];
const ENCRYPT = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

/** The table as it is in one region. */
export interface RegionalTable {
  readonly arn: string;
  readonly indexes: string[];
  readonly keyArn: string;
}

/** Allows to read items. The grants of the CDK would name indexes and key actions by wildcards. */
export function grantReads(table: RegionalTable, grantee: iam.IGrantable): iam.Grant {
  return allow(table, grantee, READ, DECRYPT);
}

/** Allows to read and write items. */
export function grantReadsAndWrites(table: RegionalTable, grantee: iam.IGrantable): iam.Grant {
  return allow(table, grantee, [...READ, ...WRITE], [...DECRYPT, ...ENCRYPT]);
}

function allow(table: RegionalTable, grantee: iam.IGrantable, actions: string[], keyActions: string[]): iam.Grant {
  const { arn, indexes, keyArn } = table;
  const resourceArns = [arn, ...indexes.map((name) => `${arn}/index/${name}`)];
  return iam.Grant.addToPrincipal({ grantee, actions, resourceArns }).combine(
    iam.Grant.addToPrincipal({ grantee, actions: keyActions, resourceArns: [keyArn] }),
  );
}
