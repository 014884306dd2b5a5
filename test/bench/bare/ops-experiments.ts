import * as fis from 'aws-cdk-lib/aws-fis';
import * as iam from 'aws-cdk-lib/aws-iam';
import { type Fault, together, watched } from './fault';
import { refuseLaunches, runCommand, stopServers, stopTasks, terminateServer } from './faults-members';
import { cutCaches, cutSubnets, failOverDatabase } from './faults-network';
import type { Objective } from './objectives';
import type { OpsStack } from './ops-stack';
import { allow, logGroup, role } from './pieces';
import { ZONES } from './settings';

const LOGS = ['CreateLogDelivery', 'DescribeLogGroups', 'DescribeResourcePolicies', 'PutResourcePolicy'];

/** Experiments, which people start, and which end when a promise is in danger. */
export function createExperiments(stack: OpsStack, objectives: Objective[]): void {
  const { logGroupArn } = logGroup(stack, 'ChaosLog', stack.foundation.key);
  const stopConditions = objectives
    .flatMap(({ stop }) => stop)
    .map(({ alarmArn }) => ({ source: 'aws:cloudwatch:alarm', value: alarmArn }));
  for (const [name, [description, { actions, targets, statements }]] of Object.entries(experiments(stack))) {
    const { roleArn } = experimentRole(stack, name, statements);
    new fis.CfnExperimentTemplate(stack, name, {
      ...{ description, actions, targets, roleArn, stopConditions, tags: { Name: name } },
      experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
      logConfiguration: { cloudWatchLogsConfiguration: { LogGroupArn: logGroupArn }, logSchemaVersion: 2 },
    });
  }
}

function experimentRole(stack: OpsStack, name: string, statements: iam.PolicyStatement[]) {
  const { region, account } = stack;
  const principal = new iam.ServicePrincipal('fis.amazonaws.com', {
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:aws:fis:${region}:${account}:experiment/*` },
    },
  });
  const log = allow(
    LOGS.map((verb) => `logs:${verb}`),
    '*',
  );
  return role(stack, `${name}Role`, principal, [...statements, log]);
}

/** By name: what is expected to happen, and what is broken. */
function experiments({ data }: OpsStack): Record<string, [string, Fault]> {
  const [zone] = ZONES;
  return {
    ServerLoss: [
      'One web server is terminated: the others carry the load, and the warm pool replaces it within minutes.',
      watched(terminateServer()),
    ],
    TaskLoss: [
      'One container stops: calls are answered by the others, and the service starts another one.',
      watched(stopTasks()),
    ],
    DatabaseFailover: [
      'The standby of the database takes over within two minutes; the proxy keeps the connections of clients.',
      watched(failOverDatabase({ resourceArns: [data.writer.instanceArn] })),
    ],
    ZonePowerLoss: [
      'A zone goes dark: the other zones carry the peak without new capacity, database and cache fail over.',
      together(
        stopServers(zone),
        refuseLaunches(zone),
        stopTasks(zone),
        cutSubnets('all', zone),
        failOverDatabase(zone),
        cutCaches(zone),
      ),
    ],
    NetworkLoss: [
      'A zone is cut off while everything in it runs: health checks and zonal shift take it out of service.',
      cutSubnets('availability-zone', zone),
    ],
    CacheZoneLoss: [
      'The cache nodes of a zone are lost: replicas take over, misses raise the load of the database for a while.',
      cutCaches(zone),
    ],
    CpuStress: [
      'One web server is busy with something else: the balancer sends it less, and latency stays in bounds.',
      runCommand('StressProcessors', 'AWSFIS-Run-CPU-Stress', { CPU: '0', LoadPercent: '90' }),
    ],
    Latency: [
      'Sessions answer 50 ms later for one server: its requests are slower, and the objective still holds.',
      runCommand('AddLatency', 'AWSFIS-Run-Network-Latency-Sources', {
        Sources: 'DYNAMODB',
        DelayMilliseconds: '50',
        JitterMilliseconds: '10',
        TrafficType: 'egress',
      }),
    ],
    DependencyBlock: [
      'Sessions are out of reach from one subnet: pages that need none are served, the others fail fast.',
      cutSubnets('dynamodb'),
    ],
  };
}
