import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { validate } from '../core/errors';

type Service = ec2.InterfaceVpcEndpointAwsService;
const AWS = ec2.InterfaceVpcEndpointAwsService;
const GATEWAYS = ['S3', 'DynamoDb'];

/** Which AWS services are reached inside the VPC instead of over the internet. */
export class EndpointProfile {
  /** No endpoints at all. */
  public static none(): EndpointProfile {
    return new EndpointProfile(false, {});
  }

  /** Gateway endpoints for S3 and DynamoDB: they cost nothing. */
  public static gatewayOnly(): EndpointProfile {
    return new EndpointProfile(true, {});
  }

  /**
   * The gateway endpoints, and interface endpoints for what instances, tasks and functions call all the time, so that
   * a running system does not depend on NAT. An interface endpoint is charged per zone and hour. AWS refuses one in a zone
   * that does not offer the service: leave such a zone out.
   * @see https://aws.amazon.com/privatelink/pricing/
   */
  public static awsApis(): EndpointProfile {
    return new EndpointProfile(true, {
      CloudWatch: AWS.CLOUDWATCH_MONITORING,
      Logs: AWS.CLOUDWATCH_LOGS,
      Ecr: AWS.ECR,
      EcrDocker: AWS.ECR_DOCKER,
      Kms: AWS.KMS,
      SecretsManager: AWS.SECRETS_MANAGER,
      Sqs: AWS.SQS,
      Ssm: AWS.SSM,
      SsmMessages: AWS.SSM_MESSAGES,
      Ec2Messages: AWS.EC2_MESSAGES,
      Sts: AWS.STS,
    });
  }

  /** The gateway endpoints, and interface endpoints for the services given by name. The names become construct ids. */
  public static custom(services: { [id: string]: ec2.InterfaceVpcEndpointAwsService }): EndpointProfile {
    const taken = Object.keys(services).filter((id) => GATEWAYS.includes(id));
    validate('EndpointProfile.custom', [
      {
        code: 'EndpointNameTaken',
        property: 'services',
        when: taken.length > 0,
        value: taken,
        allowed: `names other than ${GATEWAYS.join(' and ')}, which are those of the gateway endpoints`,
        action: 'Rename the endpoint, for example S3Interface',
      },
    ]);
    return new EndpointProfile(true, services);
  }

  private constructor(
    /** Whether S3 and DynamoDB have gateway endpoints. */
    public readonly hasGateways: boolean,
    /** @internal */ public readonly _interfaces: { [id: string]: Service },
  ) {}
}
