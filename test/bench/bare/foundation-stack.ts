import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { BareStack } from './bare-stack';
import { accessLogBucket, allow, logGroup, role } from './pieces';
import { platformKey } from './platform-key';
import { CIDR, PORTS, ZONES } from './settings';

const AWS = ec2.InterfaceVpcEndpointAwsService;

const SERVICES = {
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
};

/** Key, logs, network and topic. */
export class FoundationStack extends BareStack {
  readonly key: kms.Key;
  readonly accessLogs: s3.Bucket;
  readonly vpc: ec2.Vpc;
  readonly app: ec2.SubnetSelection = { subnetGroupName: 'app' };
  readonly data: ec2.SubnetSelection = { subnetGroupName: 'data' };
  readonly operations: sns.Topic;

  constructor(scope: Construct, id: string) {
    super(scope, id, 'Key, logs and network');
    this.key = platformKey(this);
    this.accessLogs = accessLogBucket(this, 'AccessLogs', { serverAccessLogsPrefix: 'self/' });
    this.vpc = this.network();
    this.addFlowLog();
    this.addEndpoints();
    this.operations = new sns.Topic(this, 'Operations', { masterKey: this.key, enforceSSL: true });
  }

  private network(): ec2.Vpc {
    const { PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED } = ec2.SubnetType;
    return new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(CIDR),
      availabilityZones: ZONES,
      natGatewayProvider: ec2.NatProvider.regionalGateway(),
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [
        { name: 'app', subnetType: PRIVATE_WITH_EGRESS, cidrMask: 20 },
        { name: 'data', subnetType: PRIVATE_ISOLATED, cidrMask: 22 },
      ],
    });
  }

  private addFlowLog(): void {
    const group = logGroup(this, 'FlowLogs', this.key);
    const actions = ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'];
    const writer = role(this, 'FlowLogRole', 'vpc-flow-logs', [allow(actions, group.logGroupArn)]);
    this.vpc.addFlowLog('FlowLog', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(group, writer),
      trafficType: ec2.FlowLogTrafficType.ALL,
      maxAggregationInterval: ec2.FlowLogMaxAggregationInterval.ONE_MINUTE,
    });
  }

  private addEndpoints(): void {
    const { S3, DYNAMODB } = ec2.GatewayVpcEndpointAwsService;
    const subnets = [this.app, this.data];
    this.vpc.addGatewayEndpoint('S3Endpoint', { service: S3, subnets });
    this.vpc.addGatewayEndpoint('DynamoDbEndpoint', { service: DYNAMODB, subnets });
    const group = new ec2.SecurityGroup(this, 'Endpoints', {
      vpc: this.vpc,
      description: 'AWS services inside the VPC',
      allowAllOutbound: false,
    });
    group.addIngressRule(ec2.Peer.ipv4(CIDR), ec2.Port.tcp(PORTS.https), 'HTTPS from the VPC');
    const shared = { subnets: this.app, securityGroups: [group], open: false };
    for (const [name, service] of Object.entries(SERVICES)) {
      this.vpc.addInterfaceEndpoint(`${name}Endpoint`, { service, ...shared });
    }
  }
}
