import { Duration, Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { AppStack } from './app-stack';
import { connectToData } from './data-access';
import { allow, logGroup, role } from './pieces';

export interface TaskOptions {
  readonly cluster: ecs.Cluster;
  readonly cpu: number;
  readonly command: string[];
  readonly port?: number;
  readonly configuration: Record<string, string>;
  readonly statements: iam.PolicyStatement[];
  readonly healthCheckGracePeriod?: Duration;
}

/** A Fargate service over the three zones. */
export function createService(stack: AppStack, id: string, options: TaskOptions): ecs.FargateService {
  const { vpc, app } = stack.foundation;
  const members = new ec2.SecurityGroup(stack, `${id}Members`, { vpc, description: `Tasks of ${id}` });
  connectToData(stack, members);
  return new ecs.FargateService(stack, `${id}Service`, {
    cluster: options.cluster,
    taskDefinition: createTaskDefinition(stack, id, options),
    vpcSubnets: app,
    securityGroups: [members],
    assignPublicIp: false,
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    circuitBreaker: { enable: true, rollback: true },
    availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
    platformVersion: ecs.FargatePlatformVersion.LATEST,
    healthCheckGracePeriod: options.healthCheckGracePeriod,
    enableECSManagedTags: true,
    propagateTags: ecs.PropagatedTagSource.SERVICE,
  });
}

function createTaskDefinition(stack: AppStack, id: string, options: TaskOptions): ecs.FargateTaskDefinition {
  const parameters = Object.entries(options.configuration).map(([name, stringValue]) => {
    const parameter = new ssm.StringParameter(stack, `${id}-${name}`, { stringValue, description: `${name} of ${id}` });
    return [name, parameter] as const;
  });
  const group = logGroup(stack, `${id}Logs`, stack.foundation.key);
  const executionRole = starter(
    stack,
    id,
    group,
    parameters.map(([, parameter]) => parameter),
  );
  const task = new ecs.FargateTaskDefinition(stack, `${id}Definition`, {
    cpu: options.cpu,
    memoryLimitMiB: options.cpu * 2,
    executionRole,
    taskRole: role(stack, `${id}Task`, 'ecs-tasks', options.statements, [stack.data.login]),
    runtimePlatform: {
      cpuArchitecture: ecs.CpuArchitecture.ARM64,
      operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
    },
  });
  const secrets = parameters.map(([name, parameter]) => [name, ecs.Secret.fromSsmParameter(parameter)]);
  addContainer(task, group, { ...options, secrets: Object.fromEntries(secrets) as Record<string, ecs.Secret> });
  return task;
}

function starter(stack: AppStack, id: string, group: logs.LogGroup, parameters: ssm.StringParameter[]): iam.IRole {
  const read = ['ssm:DescribeParameters', 'ssm:GetParameter', 'ssm:GetParameterHistory', 'ssm:GetParameters'];
  return role(stack, `${id}Execution`, 'ecs-tasks', [
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], group.logGroupArn),
    allow(read, ...parameters.map((parameter) => parameter.parameterArn)),
  ]);
}

type ContainerOptions = TaskOptions & { readonly secrets: Record<string, ecs.Secret> };

function addContainer(task: ecs.FargateTaskDefinition, group: logs.LogGroup, options: ContainerOptions): void {
  const { port, command, secrets } = options;
  const linuxParameters = new ecs.LinuxParameters(task, 'Linux', { initProcessEnabled: true });
  const mountOptions = [ecs.TmpfsMountOption.NOSUID, ecs.TmpfsMountOption.NODEV];
  linuxParameters.addTmpfs({ containerPath: '/tmp', size: 64, mountOptions });
  task.addContainer('app', {
    image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/python:3.13-slim'),
    command,
    secrets,
    user: '1000:1000',
    readonlyRootFilesystem: true,
    linuxParameters,
    stopTimeout: Duration.seconds(30),
    portMappings: port === undefined ? [] : [{ containerPort: port, name: 'app', protocol: ecs.Protocol.TCP }],
    logging: ecs.LogDrivers.awsLogs({
      logGroup: group,
      streamPrefix: 'app',
      mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      maxBufferSize: Size.mebibytes(25),
    }),
  });
}
