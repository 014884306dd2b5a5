import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { AppStack } from './app-stack';
import { allow } from './pieces';
import { DATABASE_USER, PORTS } from './settings';

const READ_AND_WRITE = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
];
const USE_KEY = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** Opens the ports of database, proxy and cache to a group of this stack, which holds the rules too. */
export function connectToData(stack: AppStack, clients: ec2.SecurityGroup): void {
  const { databaseGroup, proxyGroup, cacheGroup } = stack.data;
  const inStackOfPeer = true;
  databaseGroup.addIngressRule(clients, ec2.Port.tcp(PORTS.database), 'To the database', inStackOfPeer);
  proxyGroup.addIngressRule(clients, ec2.Port.tcp(PORTS.proxy), 'To the proxy', inStackOfPeer);
  cacheGroup.addIngressRule(clients, ec2.Port.tcp(PORTS.cache), 'To the cache', inStackOfPeer);
}

/** What a role needs for cache and sessions; to log in to the database it gets a policy of the data stack. */
export function dataStatements({ region, account, data, foundation }: AppStack): iam.PolicyStatement[] {
  const cache = `arn:aws:elasticache:${region}:${account}:replicationgroup:${data.cache.ref}`;
  const table = `arn:aws:dynamodb:${region}:${account}:table/${data.sessions.tableName}`;
  return [
    allow(['elasticache:Connect'], data.cacheUser.attrArn, cache),
    allow(READ_AND_WRITE, table),
    allow(USE_KEY, foundation.key.keyArn),
  ];
}

/** Where an application finds its data. */
export function dataConfiguration({ proxy, reader, cache, sessions }: AppStack['data']) {
  return {
    CACHE_HOST: cache.attrConfigurationEndPointAddress,
    CACHE_PORT: `${PORTS.cache}`,
    DATABASE_READER_HOST: reader.recordName.slice(0, -1),
    DATABASE_READER_PORT: `${PORTS.database}`,
    DATABASE_USER,
    DATABASE_WRITER_HOST: proxy.endpoint,
    DATABASE_WRITER_PORT: `${PORTS.proxy}`,
    SESSIONS_TABLE: sessions.tableName,
  };
}
