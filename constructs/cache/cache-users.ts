import { Names } from 'aws-cdk-lib';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import type { Construct } from 'constructs';
import type { AuthSpec, CacheIamOptions } from './cache-auth';

/**
 * Groups of this kind take a user without a password, which the disabled default user is, and caches of both engines
 * take groups of this kind.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
 */
const ENGINE = 'redis';

/** `info` is dangerous by name only, and cluster clients call it when they connect. */
const EVERYDAY_COMMANDS = 'on ~* &* +@all -@dangerous +info';

/** Ids take at most 40 characters. */
const ID_LENGTH = 40;

/** Who may connect, and how a replication group is told. */
export interface CacheAccess {
  /** The user that workloads connect as. */
  readonly user?: elasticache.CfnUser;
  /** What goes into the replication group. */
  readonly settings: { readonly userGroupIds?: string[]; readonly authToken?: string };
}

/** Makes the users that a choice asks for. */
export function cacheAccess(scope: Construct, spec: AuthSpec): CacheAccess {
  switch (spec.kind) {
    case 'iam':
      return iamAccess(scope, spec);
    case 'userGroup':
      return { settings: { userGroupIds: [spec.id] } };
    case 'token':
      return { settings: { authToken: spec.secret.secretValue.unsafeUnwrap() } };
  }
}

function iamAccess(scope: Construct, options: CacheIamOptions): CacheAccess {
  const name = options.userName ?? uniqueId(scope, 'user');
  // IAM asks for a user whose id is its name.
  const user = new elasticache.CfnUser(scope, 'User', {
    engine: ENGINE,
    userId: name,
    userName: name,
    authenticationMode: { Type: 'iam' },
    accessString: options.accessString ?? EVERYDAY_COMMANDS,
  });
  const group = new elasticache.CfnUserGroup(scope, 'UserGroup', {
    engine: ENGINE,
    userGroupId: uniqueId(scope, 'group'),
    userIds: [nobody(scope).ref, user.ref],
  });
  return { user, settings: { userGroupIds: [group.ref] } };
}

/** Connections that name no user are connections of `default`; switched off, they get nowhere. */
function nobody(scope: Construct): elasticache.CfnUser {
  return new elasticache.CfnUser(scope, 'DefaultUser', {
    engine: ENGINE,
    userId: uniqueId(scope, 'default'),
    userName: 'default',
    authenticationMode: { Type: 'no-password-required' },
    accessString: 'off -@all',
  });
}

function uniqueId(scope: Construct, purpose: string): string {
  const maxLength = ID_LENGTH - purpose.length - 1;
  return `${purpose}-${Names.uniqueResourceName(scope, { maxLength })}`.toLowerCase();
}
