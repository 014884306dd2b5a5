import type { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import { TierSecurityGroup } from '../network';
import type { DatabaseContext, DatabaseParts } from './topology-plan';

/** How the function that rotates a password reaches Secrets Manager. */
export interface RotationOptions {
  /**
   * Interface endpoint of Secrets Manager without private DNS.
   * @default - the regional name, through NAT or an endpoint with private DNS
   */
  readonly endpoint?: ec2.IInterfaceVpcEndpoint;
}

/** Whether and how often the administrator's password changes. */
export class PasswordRotation {
  /**
   * Changes the password with the function that AWS publishes. It runs in the app tier, which therefore needs a way to
   * Secrets Manager: NAT, or an interface endpoint. CloudFormation installs it from the Serverless Application
   * Repository, so a deployment needs the capability CAPABILITY_AUTO_EXPAND (`cdk deploy` grants it).
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
   */
  public static every(interval: Duration, options: RotationOptions = {}): PasswordRotation {
    const days = interval.toDays({ integral: false });
    validate('PasswordRotation', [
      {
        code: 'RotationOutOfRange',
        property: 'interval',
        when: !Number.isInteger(days) || days < 1 || days > 1000,
        value: interval.toString(),
        allowed: '1 to 1,000 whole days',
        action: 'State how old a password may get',
      },
    ]);
    return new PasswordRotation(interval, options.endpoint);
  }

  /** The password stays until somebody changes it. */
  public static none(): PasswordRotation {
    return new PasswordRotation();
  }

  private constructor(
    /** @internal */ public readonly _interval?: Duration,
    /** @internal */ public readonly _endpoint?: ec2.IInterfaceVpcEndpoint,
  ) {}
}

/** Rotates the administrator's password, where there is one. */
export function rotatePassword(context: DatabaseContext, { owner }: DatabaseParts, rotation: PasswordRotation): void {
  if (!owner || !rotation._interval) return;
  const { scope, network, securityGroup, port, identifier } = context;
  const description = `Password rotation of ${identifier}`;
  const group = new TierSecurityGroup(scope, 'Rotation', { vpc: network.vpc, description });
  const rules = new Construct(scope, 'RotationAccess');
  TierSecurityGroup.link(rules, 'Database', { client: group, server: securityGroup, port });
  const application = owner.addRotationSingleUser({
    automaticallyAfter: rotation._interval,
    endpoint: rotation._endpoint,
    securityGroup: group.reference,
    vpcSubnets: network.app,
  });
  // The first rotation follows at once and has to reach the database.
  application.node.addDependency(rules);
}
