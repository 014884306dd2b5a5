import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/** The user that workloads connect as. */
export interface CacheIamOptions {
  /**
   * Name of the user, unique in account and region: lower-case letters, digits and hyphens, at most 40.
   * @default - derived from the construct path
   */
  readonly userName?: string;
  /**
   * What the user may do, as an access control list of Valkey.
   * @default - all commands but the dangerous ones, on all keys and channels
   * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
   */
  readonly accessString?: string;
}

/** A choice by its kind, for the interpreters. */
export type AuthSpec =
  | ({ readonly kind: 'iam' } & CacheIamOptions)
  | { readonly kind: 'token'; readonly secret: secretsmanager.ISecret }
  | { readonly kind: 'userGroup'; readonly id: string };

/**
 * How clients say who they are. CloudFormation replaces the cache, and with it all data, when you change between a token
 * and users.
 */
export class CacheAuth {
  /**
   * A user group with one user, who connects with a token of IAM that is valid for 15 minutes, and a disabled default
   * user. There is no secret to keep or rotate.
   * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
   */
  public static iam(options: CacheIamOptions = {}): CacheAuth {
    return new CacheAuth({ kind: 'iam', ...options });
  }

  /**
   * One password for all clients: 16 to 128 printable characters, in a secret that you rotate. For clients that cannot
   * make IAM tokens. CloudFormation reads the secret only when the template changes.
   */
  public static token(secret: secretsmanager.ISecret): CacheAuth {
    return new CacheAuth({ kind: 'token', secret });
  }

  /** A user group of your own, in the region of the cache. */
  public static userGroup(userGroupId: string): CacheAuth {
    return new CacheAuth({ kind: 'userGroup', id: userGroupId });
  }

  private constructor(
    /** @internal */
    public readonly _spec: AuthSpec,
  ) {}
}
