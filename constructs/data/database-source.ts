import { Stack } from 'aws-cdk-lib';
import type { RelationalDatabase } from './relational-database';

/** The database of another region that a copy follows. */
export class DatabaseSource {
  /** A database of this app: its stack is deployed first. */
  public static database(primary: RelationalDatabase): DatabaseSource {
    return new DatabaseSource(Stack.of(primary).region, { primary });
  }

  /** An RDS instance by its ARN. */
  public static instanceArn(arn: string, region: string): DatabaseSource {
    return new DatabaseSource(region, { instanceArn: arn });
  }

  /** A global cluster of Aurora by its identifier, and the region of its primary cluster. */
  public static globalCluster(identifier: string, region: string): DatabaseSource {
    return new DatabaseSource(region, { globalClusterIdentifier: identifier });
  }

  private constructor(
    /** Region of the source. */
    public readonly region: string,
    /** @internal */ public readonly _target: SourceTarget,
  ) {}
}

interface SourceTarget {
  readonly primary?: RelationalDatabase;
  readonly instanceArn?: string;
  readonly globalClusterIdentifier?: string;
}
