import { Duration, Size } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { ContainerServiceProps } from './container-service';

/** Log lines that may wait in memory while CloudWatch does not take them; what exceeds it is dropped, the task lives. */
const LOG_BUFFER = Size.mebibytes(25);

/** Adds the container: not root, read-only but for a few directories in memory, logs that never block it. */
export function addContainer(
  task: ecs.FargateTaskDefinition,
  logGroup: logs.ILogGroup,
  settings: ContainerServiceProps,
): ecs.ContainerDefinition {
  const { image, command, entryPoint, containerHealthCheck, port, secrets } = settings;
  return task.addContainer('app', {
    image,
    command,
    entryPoint,
    healthCheck: containerHealthCheck,
    secrets,
    essential: true,
    user: settings.user ?? '1000:1000',
    readonlyRootFilesystem: settings.readOnlyRoot ?? true,
    linuxParameters: linuxParameters(task, settings),
    stopTimeout: settings.stopTimeout ?? Duration.seconds(30),
    portMappings: port === undefined ? [] : [{ containerPort: port, name: 'app', protocol: ecs.Protocol.TCP }],
    logging: ecs.LogDrivers.awsLogs({
      logGroup,
      streamPrefix: 'app',
      mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      maxBufferSize: LOG_BUFFER,
    }),
  });
}

/**
 * An init process that forwards signals and reaps children, and directories in memory: unlike an empty volume, which
 * belongs to root, they can be written by any user.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html
 */
function linuxParameters(scope: Construct, settings: ContainerServiceProps): ecs.LinuxParameters {
  const parameters = new ecs.LinuxParameters(scope, 'Linux', { initProcessEnabled: true });
  const size = (settings.writableSize ?? Size.mebibytes(64)).toMebibytes();
  const mountOptions = [ecs.TmpfsMountOption.NOSUID, ecs.TmpfsMountOption.NODEV];
  for (const containerPath of settings.writablePaths ?? ['/tmp']) {
    parameters.addTmpfs({ containerPath, size, mountOptions });
  }
  return parameters;
}
