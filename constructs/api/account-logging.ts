import { RemovalPolicies } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../security';

const ACTIONS = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:FilterLogEvents',
  'logs:GetLogEvents',
  'logs:PutLogEvents',
];

/**
 * Lets API Gateway write logs in this account and region: a setting of the account, made once per region. Gateways whose
 * account has it already say `AccountLogging.existing()`. The role outlives the stack, because the logs of all other
 * gateways of the region depend on it.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class AccountLogging {
  /** Made together with the gateway. */
  public static managed(): AccountLogging {
    return new AccountLogging(true);
  }

  /** Somebody else's: this gateway does not touch the account. */
  public static existing(): AccountLogging {
    return new AccountLogging(false);
  }

  private constructor(private readonly isManaged: boolean) {}

  /** @internal */
  public _bind(scope: Construct): Construct | undefined {
    return this.isManaged ? new AccountLogRole(scope, 'AccountLogging') : undefined;
  }
}

class AccountLogRole extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const role = new ManagedPolicyRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      statements: [new iam.PolicyStatement({ actions: ACTIONS, resources: ['*'] })],
    });
    role.acknowledgeWildcard(
      Wildcard.resource('*'),
      'API Gateway checks the role of the account for these actions on all log groups; only the service can assume it.',
    );
    const account = new apigateway.CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
    account.node.addDependency(role);
    RemovalPolicies.of(this).retain();
  }
}
