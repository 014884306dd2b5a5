import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { validate } from '../core/errors';

const PUBLISH_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey*'];
const USE_ACTIONS = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];

/**
 * A service that may use a key, as a key-policy statement that names no role (roles would make the key depend on them)
 * and is bound to this account wherever the service supports that.
 */
export class KeyUse {
  /** CloudWatch Logs may encrypt the log groups of this account and region. */
  public static logs(): KeyUse {
    return new KeyUse('Logs', (stack) =>
      KeyUse.service(`logs.${stack.region}.amazonaws.com`, USE_ACTIONS, {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn(stack, 'logs', '*') },
      }),
    );
  }

  /** CloudWatch alarms may publish to encrypted topics. */
  public static alarms(): KeyUse {
    return KeyUse.publisher('Alarms', 'cloudwatch.amazonaws.com');
  }

  /**
   * EventBridge may deliver to encrypted queues and topics. It does not tell KMS for which account, so the policies of the
   * queues and topics have to.
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
   */
  public static events(): KeyUse {
    return new KeyUse('Events', () => KeyUse.service('events.amazonaws.com', PUBLISH_ACTIONS));
  }

  /** SNS may deliver to encrypted queues. */
  public static topics(): KeyUse {
    return KeyUse.publisher('Topics', 'sns.amazonaws.com');
  }

  /** Log delivery (for example of VPC flow logs to S3) may write to encrypted buckets. */
  public static logDelivery(): KeyUse {
    return KeyUse.publisher('LogDelivery', 'delivery.logs.amazonaws.com');
  }

  /** CloudFront distributions of this account may read encrypted origins. */
  public static cloudFront(): KeyUse {
    return new KeyUse('CloudFront', (stack) =>
      KeyUse.service('cloudfront.amazonaws.com', PUBLISH_ACTIONS, {
        ArnLike: { 'aws:SourceArn': `arn:${stack.partition}:cloudfront::${stack.account}:distribution/*` },
      }),
    );
  }

  /**
   * Whoever may use the service in this account may use the key through it: the pattern of the keys that AWS manages.
   * EC2 Auto Scaling needs it for encrypted volumes (`ec2`) and encrypted notification topics (`sns`), because its
   * service-linked role may not exist yet when the key is made.
   */
  public static through(...services: string[]): KeyUse {
    validate('KeyUse.through', [
      {
        code: 'NoServices',
        property: 'services',
        when: services.length === 0,
        value: services,
        allowed: 'at least one service as in its endpoint, for example ec2',
        action: 'Name the services',
      },
    ]);
    return new KeyUse(`Through${services.join('')}`, (stack) => {
      const via = services.map((service) => `${service}.${stack.region}.amazonaws.com`);
      return new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()],
        actions: [...USE_ACTIONS, 'kms:CreateGrant'],
        resources: ['*'],
        conditions: { StringEquals: { 'kms:CallerAccount': stack.account, 'kms:ViaService': via } },
      });
    });
  }

  private static publisher(name: string, principal: string): KeyUse {
    return new KeyUse(name, (stack) =>
      KeyUse.service(principal, PUBLISH_ACTIONS, {
        StringEquals: { 'aws:SourceAccount': stack.account },
      }),
    );
  }

  private static service(principal: string, actions: string[], conditions: object = {}): iam.PolicyStatement {
    const principals = [new iam.ServicePrincipal(principal)];
    // In a key policy '*' is the key that carries the policy.
    return new iam.PolicyStatement({ principals, actions, resources: ['*'], conditions: { ...conditions } });
  }

  private constructor(
    private readonly name: string,
    private readonly statement: (stack: Stack) => iam.PolicyStatement,
  ) {}

  /**
   * The statement for the stack of a key.
   * @internal
   */
  public _statement(scope: IConstruct): iam.PolicyStatement {
    const statement = this.statement(Stack.of(scope));
    statement.sid = this.name.replace(/[^A-Za-z0-9]/g, '');
    return statement;
  }
}

function arn(stack: Stack, service: string, resource: string): string {
  return `arn:${stack.partition}:${service}:${stack.region}:${stack.account}:${resource}`;
}
