import { Duration } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Experiment } from '../../../../constructs/resilience/chaos/experiment';
import { RegionLink } from '../../../../constructs/resilience/chaos/experiment-cross-region-disruption';
import { Dependency } from '../../../../constructs/resilience/chaos/experiment-dependency-block';
import { FailureDomain } from '../../../../constructs/resilience/chaos/experiment-failure';
import { InstanceKind } from '../../../../constructs/resilience/chaos/experiment-instance-loss';
import { LostTraffic } from '../../../../constructs/resilience/chaos/experiment-network-loss';
import { ExperimentContext, type ExperimentPlan } from '../../../../constructs/resilience/chaos/experiment-spec';
import { ZonePart } from '../../../../constructs/resilience/chaos/experiment-zone-power-loss';
import { PlatformKey } from '../../../../constructs/security';
import type { RegionalStack } from '../../../../constructs/core';
import { regionalStack } from '../../../_helpers/stacks';
import { testApp } from '../../../_helpers/synthesis';

const hypothesis = 'The error rate stays within the objective.';
const zone = 'us-east-1b';

/** What an experiment plans in us-east-1, with its references resolved. */
function planOf(make: (stack: RegionalStack) => Experiment) {
  const stack = regionalStack(testApp());
  const { plan } = make(stack)._spec;
  const resolved = stack.resolve(
    plan(new ExperimentContext(stack, { key: 'chaos', value: 'allowed' })),
  ) as ExperimentPlan;
  const allowed = resolved.permissions.flatMap(({ actions }) => actions);
  return { ...resolved, allowed };
}

const idsOf = ({ actions }: ExperimentPlan) => Object.values(actions).map(({ actionId }) => actionId);

test('the loss of an instance is watched, so that an alarm can still end it', () => {
  const made = planOf(() => Experiment.instanceLoss({ hypothesis, duration: Duration.minutes(15) }));
  expect(idsOf(made)).toEqual(['aws:ec2:terminate-instances', 'aws:fis:wait']);
  expect(made.actions.Watch).toEqual({
    actionId: 'aws:fis:wait',
    parameters: { duration: 'PT15M' },
    startAfter: ['TerminateServers'],
  });
});

test('the loss of a task stops tasks', () => {
  const made = planOf(() => Experiment.instanceLoss({ hypothesis, kind: InstanceKind.TASK }));
  expect(idsOf(made)).toEqual(['aws:ecs:stop-task', 'aws:fis:wait']);
  expect(made.allowed).toEqual(expect.arrayContaining(['ecs:StopTask', 'ecs:ListTasks', 'tag:GetResources']));
});

test('a zone loses power in all its parts; volumes stay silent when servers are back', () => {
  const made = planOf(() => Experiment.zonePowerLoss({ hypothesis, zone, parts: Object.values(ZonePart) }));
  expect(idsOf(made).sort()).toEqual([
    'aws:ebs:pause-volume-io',
    'aws:ec2:asg-insufficient-instance-capacity-error',
    'aws:ec2:stop-instances',
    'aws:ecs:stop-task',
    'aws:elasticache:replicationgroup-interrupt-az-power',
    'aws:network:disrupt-connectivity',
    'aws:rds:failover-db-cluster',
    'aws:rds:reboot-db-instances',
  ]);
  expect(made.actions.PauseVolumes.startAfter).toEqual(['StopServers']);
  expect(made.actions.StopServers.parameters).toEqual({
    startInstancesAfterDuration: 'PT10M',
    completeIfInstancesTerminated: 'true',
  });
});

test('nothing outside of the zone is found; groups are told the zone by their action', () => {
  const { targets, actions } = planOf(() =>
    Experiment.zonePowerLoss({ hypothesis, zone, parts: Object.values(ZonePart) }),
  );
  const { Groups, ...others } = targets;
  for (const target of Object.values(others)) expect(JSON.stringify(target)).toContain(`"${zone}"`);
  expect(JSON.stringify(Groups)).not.toContain(zone);
  expect(actions.RefuseLaunches.parameters?.availabilityZoneIdentifiers).toBe(zone);
});

test('a zone of databases alone is watched, as its failures take a moment', () => {
  const parts = [ZonePart.DATABASE_INSTANCES];
  const made = planOf(() => Experiment.zonePowerLoss({ hypothesis, zone, parts }));
  expect(idsOf(made)).toEqual(['aws:rds:reboot-db-instances', 'aws:fis:wait']);
});

test('stopped servers start again whoever removed their tag, and with the key of their volumes', () => {
  const { permissions } = planOf((stack) => {
    const { key } = new PlatformKey(stack, 'Volumes');
    return Experiment.zonePowerLoss({ hypothesis, zone, parts: [ZonePart.SERVERS], volumeKeys: [key] });
  });
  const allowing = (action: string) => permissions.find(({ actions }) => actions.includes(action));
  expect(allowing('ec2:StopInstances')?.conditions).toEqual({ StringEquals: { 'aws:ResourceTag/chaos': 'allowed' } });
  expect(allowing('ec2:StartInstances')?.conditions).toBeUndefined();
  expect(JSON.stringify(allowing('kms:CreateGrant')?.resources)).toContain('Volumes');
});

test.each([
  [undefined, 'all'],
  [LostTraffic.BETWEEN_ZONES, 'availability-zone'],
  [LostTraffic.OUTSIDE_VPC, 'vpc'],
])('a zone without network: %s', (traffic, scope) => {
  const made = planOf(() => Experiment.networkLoss({ hypothesis, zone, traffic }));
  expect(made.actions.CutSubnets.parameters).toEqual({ scope, duration: 'PT10M' });
  expect(made.targets.Subnets.parameters).toEqual({ availabilityZoneIdentifier: zone });
});

test('a database is named, and nothing else can be failed over', () => {
  const made = planOf((stack) => {
    const cluster = rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Carts', { clusterIdentifier: 'carts' });
    return Experiment.databaseFailover({ hypothesis, cluster });
  });
  const { resourceArns, resourceTags } = made.targets.Clusters;
  expect(resourceTags).toBeUndefined();
  expect(JSON.stringify(resourceArns)).toContain(':cluster:carts');
  const failOver = made.permissions.find(({ actions }) => actions.includes('rds:FailoverDBCluster'));
  expect(failOver?.resources).toEqual(resourceArns);
});

test('an instance fails over to its standby instead of only restarting', () => {
  const made = planOf((stack) => {
    const instance = rds.DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Orders', {
      instanceIdentifier: 'orders',
      instanceEndpointAddress: 'orders.example.com',
      port: 5432,
      securityGroups: [],
    });
    return Experiment.databaseFailover({ hypothesis, instance });
  });
  expect(made.actions.FailOverDatabases.parameters).toEqual({ forceFailover: 'true' });
  expect(made.allowed).not.toContain('rds:FailoverDBCluster');
});

test('caches are searched by tag in one zone, as FIS knows no other way', () => {
  const made = planOf(() => Experiment.cacheZoneLoss({ hypothesis, zone }));
  expect(made.targets.Caches).toEqual({
    resourceType: 'aws:elasticache:replicationgroup',
    resourceTags: { chaos: 'allowed' },
    parameters: { availabilityZoneIdentifier: zone },
    selectionMode: 'PERCENT(100)',
  });
});

test('another region is out of reach by every link that is named', () => {
  const links = Object.values(RegionLink);
  const made = planOf(() => Experiment.crossRegionDisruption({ hypothesis, region: 'eu-west-1', links }));
  const expected = { region: 'eu-west-1', duration: 'PT10M' };
  expect(made.actions.CutRoutes.parameters).toEqual(expected);
  expect(made.actions.CutTransitGateways.parameters).toEqual(expected);
  expect(made.actions.PauseBuckets.parameters).toEqual(expected);
  expect(made.actions.PauseTables.parameters).toEqual({ duration: 'PT10M' });
});

test('a link that is not named needs no permission', () => {
  const links = [RegionLink.TABLES];
  const made = planOf(() => Experiment.crossRegionDisruption({ hypothesis, region: 'eu-west-1', links }));
  expect(made.allowed.filter((action) => action.startsWith('ec2:'))).toEqual([]);
  expect(idsOf(made)).toEqual(['aws:dynamodb:global-table-pause-replication']);
});

test.each([
  [Experiment.cpuStress({ hypothesis, loadPercent: 90 }), 'AWSFIS-Run-CPU-Stress', { CPU: '0', LoadPercent: '90' }],
  [
    Experiment.latency({ hypothesis, sources: ['S3', '10.0.0.0/16'], jitter: Duration.millis(5) }),
    'AWSFIS-Run-Network-Latency-Sources',
    { Sources: 'S3,10.0.0.0/16', DelayMilliseconds: '200', JitterMilliseconds: '5', TrafficType: 'egress' },
  ],
  [
    Experiment.dependencyBlock({ hypothesis, dependency: Dependency.port(5432) }),
    'AWSFIS-Run-Network-Blackhole-Port',
    { Protocol: 'tcp', Port: '5432', TrafficType: 'egress' },
  ],
])('servers run a document that ends before its action does: %#', (experiment, document, parameters) => {
  const made = planOf(() => experiment);
  const [action] = Object.values(made.actions);
  expect(action.actionId).toBe('aws:ssm:send-command');
  expect(JSON.stringify(action.parameters?.documentArn)).toContain(`::document/${document}`);
  expect(action.parameters?.duration).toBe('PT12M');
  expect(JSON.parse(action.parameters?.documentParameters ?? '')).toEqual({
    DurationSeconds: '600',
    InstallDependencies: 'True',
    ...parameters,
  });
});

test.each([
  [Dependency.dynamoDb(), { scope: 'dynamodb' }],
  [Dependency.s3(), { scope: 's3' }],
  [Dependency.prefixList('partner'), { scope: 'prefix-list', prefixListIdentifier: 'partner' }],
])('a service is blocked for subnets: %#', (dependency, parameters) => {
  const made = planOf(() => Experiment.dependencyBlock({ hypothesis, dependency }));
  expect(made.actions.CutSubnets.parameters).toEqual({ duration: 'PT10M', ...parameters });
});

test('an experiment of the user has named targets, too', () => {
  const arns = ['arn:aws:lambda:us-east-1:123456789012:function:orders'];
  const made = planOf(() =>
    Experiment.custom({
      hypothesis,
      injects: [FailureDomain.DEPENDENCY],
      targets: [{ name: 'Handlers', resourceType: 'aws:lambda:function', arns }],
      actions: [{ name: 'Fail', actionId: 'aws:lambda:invocation-error', targets: { Functions: 'Handlers' } }],
      statements: [],
    }),
  );
  expect(made.targets.Handlers).toEqual({
    resourceType: 'aws:lambda:function',
    resourceArns: arns,
    selectionMode: 'COUNT(1)',
  });
});
