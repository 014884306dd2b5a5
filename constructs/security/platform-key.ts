import { Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import { KeyUse } from './key-use';

/** Where the material of a key may be. */
export class KeyResidency {
  /** The key never leaves its region. */
  public static local(): KeyResidency {
    return new KeyResidency(false);
  }

  /** The key can be replicated: choose it where encrypted data crosses regions as it is. */
  public static multiRegion(): KeyResidency {
    return new KeyResidency(true);
  }

  /** This key is the replica of a multi-region key of another region. */
  public static replicaOf(primary: PlatformKey): KeyResidency {
    validate(primary, [
      {
        code: 'PrimaryKeyNotMultiRegion',
        property: 'residency',
        when: !primary.residency.isMultiRegion,
        value: 'KeyResidency.local()',
        allowed: 'a primary key with KeyResidency.multiRegion()',
        action: 'Make the primary key a multi-region key',
      },
      {
        code: 'PrimaryKeyIsReplica',
        property: 'residency',
        when: primary.residency.primaryKeyArn !== undefined,
        value: primary.node.path,
        allowed: 'the primary key itself',
        action: 'Replicate the key that this one is a replica of',
      },
    ]);
    return new KeyResidency(true, primary.key.keyArn);
  }

  private constructor(
    /** Whether the key material exists in more than one region. */
    public readonly isMultiRegion: boolean,
    /** ARN of the primary, if this is a replica. */
    public readonly primaryKeyArn?: string,
  ) {}
}

/** A customer-managed key of a domain and region. */
export interface PlatformKeyProps {
  /**
   * Alias without the `alias/` prefix: letters, digits and /_-; unique in account and region.
   * @default - no alias
   */
  readonly alias?: string;
  /**
   * Services that may use the key, beside the principals that IAM allows.
   * @default - CloudWatch Logs, alarms, events, topics, and EC2 and SNS on behalf of callers of this account
   */
  readonly uses?: KeyUse[];
  /**
   * Where the key material may be. It cannot be changed later: KMS refuses.
   * @default KeyResidency.local()
   */
  readonly residency?: KeyResidency;
  /**
   * How long a deletion can be taken back: 7 to 30 days.
   * @default - 30 days
   */
  readonly pendingWindow?: Duration;
  /**
   * What happens to the key when it leaves the stack.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * One customer-managed key for a region, rotated every year.
 *
 * Survives the loss of a zone, and with multi-region residency that of a region. Does not survive its own scheduled
 * deletion: everything that it encrypted is gone with it, therefore it is retained and the window is the longest.
 */
export class PlatformKey extends Construct {
  /** The key. */
  public readonly key: kms.IKey;
  /** Where the key material may be. */
  public readonly residency: KeyResidency;

  constructor(scope: Construct, id: string, props: PlatformKeyProps = {}) {
    super(scope, id);
    this.residency = props.residency ?? KeyResidency.local();
    this.check(props);
    this.key = this.residency.primaryKeyArn ? this.replica(this.residency.primaryKeyArn, props) : this.primary(props);
    if (props.alias) new kms.Alias(this, 'Alias', { aliasName: `alias/${props.alias}`, targetKey: this.key });
  }

  private primary(props: PlatformKeyProps): kms.IKey {
    const key = new kms.Key(this, 'Key', {
      description: this.node.path,
      enableKeyRotation: true,
      multiRegion: this.residency.isMultiRegion,
      pendingWindow: props.pendingWindow ?? Duration.days(30),
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
      policy: this.policy(props),
    });
    return key;
  }

  private replica(primaryKeyArn: string, props: PlatformKeyProps): kms.IKey {
    const replica = new kms.CfnReplicaKey(this, 'Replica', {
      primaryKeyArn,
      description: this.node.path,
      keyPolicy: this.policy(props),
      pendingWindowInDays: (props.pendingWindow ?? Duration.days(30)).toDays(),
    });
    replica.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
    return kms.Key.fromKeyArn(this, 'Key', replica.attrArn);
  }

  /** The account decides by IAM; services get what their use needs. */
  private policy(props: PlatformKeyProps): iam.PolicyDocument {
    const account = new iam.PolicyStatement({
      sid: 'Account',
      principals: [new iam.AccountRootPrincipal()],
      actions: ['kms:*'],
      resources: ['*'],
    });
    const uses = (props.uses ?? defaultUses()).map((use) => use._statement(this));
    return new iam.PolicyDocument({ statements: [account, ...uses] });
  }

  private check({ pendingWindow, alias }: PlatformKeyProps): void {
    const days = pendingWindow?.toDays({ integral: false }) ?? 30;
    validate(this, [
      {
        code: 'PendingWindowOutOfRange',
        property: 'pendingWindow',
        when: days < 7 || days > 30 || !Number.isInteger(days),
        value: pendingWindow?.toString(),
        allowed: '7 to 30 whole days',
        action: 'Choose a window in this range; the longest is the safest',
      },
      {
        code: 'InvalidAlias',
        property: 'alias',
        when: alias !== undefined && !Token.isUnresolved(alias) && !/^(?!alias\/|aws\/)[\w/-]{1,250}$/.test(alias),
        value: alias,
        allowed: '1 to 250 letters, digits and /_- that do not begin with alias/ or aws/',
        action: 'Correct the alias, or leave it out',
      },
    ]);
  }
}

function defaultUses(): KeyUse[] {
  return [KeyUse.logs(), KeyUse.alarms(), KeyUse.events(), KeyUse.topics(), KeyUse.through('ec2', 'sns')];
}
