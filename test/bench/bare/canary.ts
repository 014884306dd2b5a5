import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as synthetics from 'aws-cdk-lib/aws-synthetics';
import { family, math } from './ops-metrics';
import type { OpsStack } from './ops-stack';
import { alarm, allow, allowWhen, logGroup, NETWORK_INTERFACES, role } from './pieces';

/** Artifacts are kept for so long. */
export const RETENTION_DAYS = 31;
const NAMESPACE = 'CloudWatchSynthetics';
const FIVE_MINUTES = Duration.minutes(5);

/** One request of a canary. */
interface Step {
  readonly name: string;
  readonly url: string;
  readonly status?: [number, number];
  readonly serverName?: string;
  readonly json?: object;
}

/** A canary with its alarms. */
export interface Probe {
  readonly id: string;
  readonly entry: string;
  readonly steps: Step[];
  readonly securityGroup?: ec2.SecurityGroup;
}

export function createCanary(stack: OpsStack, artifacts: s3.Bucket, code: s3.Location, probe: Probe): void {
  const { vpc, app, key } = stack.foundation;
  const { id, steps, securityGroup } = probe;
  const name = `bare-${id.toLowerCase()}`;
  const network = securityGroup && {
    vpcId: vpc.vpcId,
    subnetIds: vpc.selectSubnets(app).subnetIds,
    securityGroupIds: [securityGroup.securityGroupId],
  };
  const runner = canaryRole(stack, id, artifacts, name, network ? NETWORK_INTERFACES : []);
  const canary = new synthetics.CfnCanary(stack, `${id}Canary`, {
    name,
    code: { handler: 'index.handler', s3Bucket: code.bucketName, s3Key: code.objectKey },
    runtimeVersion: 'syn-nodejs-playwright-6.0',
    schedule: { expression: 'rate(5 minutes)', durationInSeconds: '0' },
    runConfig: {
      timeoutInSeconds: 60,
      memoryInMb: 1024,
      environmentVariables: { STEPS: stack.toJsonString(steps.map(asRequest)) },
    },
    artifactS3Location: `s3://${artifacts.bucketName}/${name}`,
    artifactConfig: { s3Encryption: { encryptionMode: 'SSE_KMS', kmsKeyArn: key.keyArn } },
    executionRoleArn: runner.roleArn,
    kmsKeyArn: key.keyArn,
    vpcConfig: network,
    startCanaryAfterCreation: true,
    dryRunAndUpdate: true,
    provisionedResourceCleanup: 'AUTOMATIC',
    successRetentionPeriod: RETENTION_DAYS,
    failureRetentionPeriod: RETENTION_DAYS,
  });
  canary.node.addDependency(artifacts);
  const { logGroupArn } = logGroup(stack, `${id}Log`, key, `/aws/lambda/cwsyn-${name}-${canary.attrId}`);
  const write = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroupArn);
  new iam.ManagedPolicy(stack, `${id}WriteLogs`, { roles: [runner], statements: [write] });
  watch(stack, probe, canary.ref);
}

function asRequest({ status = [200, 299], ...step }: Step): object {
  return { kind: 'request', method: 'GET', timeLimit: 10_000, status, ...step };
}

function canaryRole(stack: OpsStack, id: string, bucket: s3.Bucket, prefix: string, network: string[]): iam.IRole {
  return role(stack, `${id}Role`, 'lambda', [
    allow(['s3:GetObject', 's3:PutObject'], bucket.arnForObjects(`${prefix}/*`)),
    allow(['s3:GetBucketLocation'], bucket.bucketArn),
    allow(['s3:ListAllMyBuckets', ...network], '*'),
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], stack.foundation.key.keyArn),
    allowWhen({ StringEquals: { 'cloudwatch:namespace': NAMESPACE } }, ['cloudwatch:PutMetricData'], '*'),
  ]);
}

function watch(stack: OpsStack, { id, entry, steps }: Probe, CanaryName: string): void {
  const runs = '2 of 3 runs, one every 5 minutes';
  const shared = { evaluationPeriods: 3, datapointsToAlarm: 2 };
  const metrics = (dimensions = {}) => family(NAMESPACE, { CanaryName, ...dimensions });
  alarm(stack, `${id}Failure`, stack.topics.page, {
    ...shared,
    alarmDescription: `${stack.stackName}: probes of the ${entry} entry fail, ${runs}`,
    metric: metrics()('SuccessPercent', cloudwatch.Stats.AVERAGE, undefined, FIVE_MINUTES),
    threshold: 100,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
  });
  const durations = steps.map(({ name: StepName }, index) => {
    const duration = metrics({ StepName })('Duration', cloudwatch.Stats.MAXIMUM, undefined, FIVE_MINUTES);
    return [`step${index}`, duration] as const;
  });
  const slowest = `MAX([${durations.map(([step]) => step).join(', ')}])`;
  alarm(stack, `${id}Latency`, stack.topics.page, {
    ...shared,
    alarmDescription: `${stack.stackName}: probes of the ${entry} entry take longer than 2000 ms, ${runs}`,
    metric: math(slowest, Object.fromEntries(durations), 'Slowest step', FIVE_MINUTES),
    threshold: 2000,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
  });
}
