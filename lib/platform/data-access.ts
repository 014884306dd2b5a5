import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { TierSecurityGroup } from '../../constructs/network';
import type { DataStack } from './data-stack';

/** User of the database and cache that applications are, by IAM; create it once in the database. */
const APPLICATION_USER = 'application';

/** Who reads and writes. */
export interface DataClient {
  readonly clients: TierSecurityGroup;
  readonly role: iam.IRole;
}

/** Opens the ports and grants logins by IAM. The rules live with the client, so data does not change for it. */
export function connectToData(scope: Construct, id: string, data: DataStack, { clients, role }: DataClient): void {
  data.database.connectFrom(scope, `${id}Database`, clients);
  data.cache.connectFrom(scope, `${id}Cache`, clients);
  data.database.grantConnect(role, APPLICATION_USER);
  data.cache.grantConnect(role);
  data.sessions.grantReadWrite(role, data.region);
}

/**
 * Where an application finds its data. The writer of every region but the home region is its own replica, which refuses
 * writes until it is promoted: an application there sends them to the API of the primary.
 */
export function dataConfiguration({ database, cache, sessions }: DataStack): { [name: string]: string } {
  return {
    CACHE_HOST: cache.host,
    CACHE_PORT: `${cache.port}`,
    DATABASE_READER_HOST: database.reader.host,
    DATABASE_READER_PORT: `${database.reader.port}`,
    DATABASE_USER: APPLICATION_USER,
    DATABASE_WRITER_HOST: database.writer.host,
    DATABASE_WRITER_PORT: `${database.writer.port}`,
    SESSIONS_TABLE: sessions.tableName,
  };
}
