import { type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Runbook, RunbookProcedure, RunbookStep } from '../../../../constructs/resilience';
import { regionalStack } from '../../../_helpers/stacks';
import { Synthesis } from '../../../_helpers/synthesis';
import {
  asDeployed,
  type AutomationDocument,
  type Call,
  changesOf,
  execute,
  type FakeAws,
} from './runbook-interpreter';

const LOAD_BALANCER = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188';
const SOURCE = 'arn:aws:rds:us-east-1:123456789012:db:orders';
const POINT = 'arn:aws:backup:us-east-1:123456789012:recovery-point:1';

const writer = { tableName: 'control', tableKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1' };
const region = {
  replicaIdentifier: 'orders-eu',
  sourceArn: SOURCE,
  fromRegion: 'us-east-1',
  writer,
  lagAlarmName: 'lag',
};
const capacity = RunbookStep.change('MoreServers', {
  service: 'autoscaling',
  api: 'SetDesiredCapacity',
  inputs: { AutoScalingGroupName: 'web', DesiredCapacity: 6 },
  resources: ['arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:1:autoScalingGroupName/web'],
});

/** Answers of a healthy AWS by call; a function sees what was called before. */
type World = Record<string, unknown>;

interface Example {
  readonly procedure: (stack: Stack) => RunbookProcedure;
  readonly parameters?: Record<string, string>;
  readonly world: World;
  /** What a real run changes, in this order. */
  readonly changes: string[];
  /** Answers that break one precondition each. */
  readonly broken: World[];
  /** Limits along the longest way, in seconds. */
  readonly seconds: number;
}

const after = (api: string, then: unknown, before: unknown) => (_: Call, earlier: Call[]) =>
  earlier.some((call) => call.api === api) ? then : before;
const instance = (properties: object) => ({
  DBInstances: [{ DBInstanceStatus: 'available', MultiAZ: true, ...properties }],
});
const cache = (properties: object) => ({
  ReplicationGroups: [{ Status: 'available', AutomaticFailover: 'enabled', MultiAZ: 'enabled', ...properties }],
});
const member = (role: string) => cache({ GlobalReplicationGroupInfo: { GlobalReplicationGroupMemberRole: role } });
const item = (name: string) => ({ Item: { region: { S: name } } });
const alarm = (state: string) => ({ MetricAlarms: [{ StateValue: state, StateReason: 'lag 3 s' }] });

const replica = instance({ ReadReplicaSourceDBInstanceIdentifier: SOURCE });
const regionWorld: World = { DescribeDBInstances: replica, GetItem: item('us-east-1'), DescribeAlarms: alarm('OK') };
const regionBroken: World[] = [
  { DescribeDBInstances: instance({ DBInstanceStatus: 'storage-full' }) },
  { DescribeDBInstances: instance({}) },
  { GetItem: item('eu-west-1') },
];

const EXAMPLES: Record<string, Example> = {
  RegionFailover: {
    procedure: () => RunbookProcedure.regionFailover({ ...region, capacity: [capacity] }),
    world: regionWorld,
    changes: ['UpdateItem', 'PromoteReadReplica', 'SetDesiredCapacity', 'UpdateItem'],
    broken: regionBroken,
    seconds: 4 * 30 + 30 + 30 + 900 + 30 + 60 + 1800 + 30 + 30,
  },
  RegionFailback: {
    procedure: () => RunbookProcedure.regionFailback(region),
    world: regionWorld,
    changes: ['UpdateItem', 'PromoteReadReplica', 'UpdateItem'],
    broken: regionBroken,
    seconds: 4 * 30 + 30 + 30 + 900 + 30 + 60 + 1800 + 30,
  },
  DatabaseFailover: {
    procedure: () => RunbookProcedure.databaseFailover({ instanceIdentifier: 'orders' }),
    world: {
      DescribeDBInstances: after(
        'RebootDBInstance',
        instance({ AvailabilityZone: 'us-east-1b', SecondaryAvailabilityZone: 'us-east-1a' }),
        instance({ AvailabilityZone: 'us-east-1a', SecondaryAvailabilityZone: 'us-east-1b' }),
      ),
    },
    changes: ['RebootDBInstance'],
    broken: [
      { DescribeDBInstances: instance({ MultiAZ: false }) },
      { DescribeDBInstances: instance({ DBInstanceStatus: 'modifying' }) },
    ],
    seconds: 3 * 30 + 30 + 2 * 900,
  },
  ClusterFailover: {
    procedure: () => RunbookProcedure.clusterFailover({ clusterIdentifier: 'orders' }),
    world: { DescribeDBClusters: { DBClusters: [{ Status: 'available', MultiAZ: true }] } },
    changes: ['FailoverDBCluster'],
    broken: [{ DescribeDBClusters: { DBClusters: [{ Status: 'available', MultiAZ: false }] } }],
    seconds: 2 * 30 + 30 + 30 + 900,
  },
  CacheFailover: {
    procedure: () => RunbookProcedure.cacheFailover({ cacheName: 'sessions' }),
    parameters: { Shard: '0002' },
    world: { DescribeReplicationGroups: cache({}) },
    changes: ['TestFailover'],
    broken: [
      { DescribeReplicationGroups: cache({ Status: 'modifying' }) },
      { DescribeReplicationGroups: cache({ AutomaticFailover: 'disabled' }) },
      { DescribeReplicationGroups: cache({ MultiAZ: 'disabled' }) },
    ],
    seconds: 3 * 30 + 30 + 60 + 1800,
  },
  CachePromotion: {
    procedure: () => RunbookProcedure.cachePromotion({ cacheName: 'sessions-eu', globalCacheId: 'ldgnf-sessions' }),
    world: {
      DescribeReplicationGroups: after('FailoverGlobalReplicationGroup', member('PRIMARY'), member('SECONDARY')),
    },
    changes: ['FailoverGlobalReplicationGroup'],
    broken: [
      { DescribeReplicationGroups: cache({ Status: 'modifying' }) },
      { DescribeReplicationGroups: member('PRIMARY') },
      { DescribeReplicationGroups: cache({}) },
    ],
    seconds: 2 * 30 + 30 + 900 + 1800,
  },
  ZoneEvacuation: {
    procedure: () => RunbookProcedure.zoneEvacuation({ loadBalancerArn: LOAD_BALANCER }),
    parameters: { ZoneId: 'use1-az1', Hours: '2' },
    world: {
      DescribeLoadBalancers: { LoadBalancers: [{ State: { Code: 'active' } }] },
      GetManagedResource: { arn: LOAD_BALANCER, zonalShifts: [{ zonalShiftId: 'shift-1' }] },
      StartZonalShift: { zonalShiftId: 'shift-1' },
    },
    changes: ['StartZonalShift'],
    broken: [
      { DescribeLoadBalancers: { LoadBalancers: [{ State: { Code: 'provisioning' } }] } },
      { GetManagedResource: new Error('ResourceNotFoundException') },
    ],
    seconds: 2 * 30 + 30 + 900,
  },
  ServiceRollback: {
    procedure: () => RunbookProcedure.serviceRollback({ clusterName: 'main', serviceName: 'api' }),
    parameters: { TaskDefinition: 'api:41' },
    world: {
      DescribeServices: {
        services: [{ status: 'ACTIVE', taskDefinition: 'api:42', deployments: [{ rolloutState: 'COMPLETED' }] }],
      },
      DescribeTaskDefinition: { taskDefinition: { status: 'ACTIVE' } },
    },
    changes: ['UpdateService'],
    broken: [
      { DescribeTaskDefinition: { taskDefinition: { status: 'INACTIVE' } } },
      { DescribeServices: { services: [{ status: 'DRAINING' }] } },
    ],
    seconds: 3 * 30 + 30 + 1800,
  },
  FleetRollback: {
    procedure: () => RunbookProcedure.fleetRollback({ autoScalingGroupName: 'web' }),
    world: {
      DescribeInstanceRefreshes: after(
        'RollbackInstanceRefresh',
        { InstanceRefreshes: [{ Status: 'RollbackSuccessful' }] },
        { InstanceRefreshes: [{ Status: 'InProgress' }] },
      ),
    },
    changes: ['RollbackInstanceRefresh'],
    broken: [{ DescribeInstanceRefreshes: { InstanceRefreshes: [{ Status: 'Successful' }] } }],
    seconds: 30 + 30 + 3600,
  },
  RestoreFromBackup: {
    procedure: (stack) =>
      RunbookProcedure.restoreFromBackup({
        vaultName: 'vault',
        restoreRole: iam.Role.fromRoleArn(stack, 'RestoreRole', 'arn:aws:iam::123456789012:role/restore'),
        resourceType: 'RDS',
        metadata: { DBInstanceIdentifier: '{{NewName}}', DBSubnetGroupName: 'data' },
      }),
    parameters: { RecoveryPointArn: POINT, NewName: 'orders-restored' },
    world: {
      DescribeRecoveryPoint: { Status: 'COMPLETED', ResourceType: 'RDS' },
      StartRestoreJob: { RestoreJobId: 'job-1' },
      DescribeRestoreJob: { Status: 'COMPLETED', CreatedResourceArn: 'arn:aws:rds:us-east-1:1:db:orders-restored' },
    },
    changes: ['StartRestoreJob'],
    broken: [
      { DescribeRecoveryPoint: { Status: 'EXPIRED', ResourceType: 'RDS' } },
      { DescribeRecoveryPoint: { Status: 'COMPLETED', ResourceType: 'EBS' } },
    ],
    seconds: 2 * 30 + 30 + 4 * 3600 + 30,
  },
};

const fake =
  (world: World): FakeAws =>
  (call, earlier) => {
    const answer = world[call.api] ?? {};
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? (answer as FakeAws)(call, earlier) : answer;
  };

let synthesis: Synthesis;
let stack: Stack;
const runbooks = new Map<string, Runbook>();
const documents = new Map<string, AutomationDocument>();

beforeAll(() => {
  synthesis = new Synthesis((app) => {
    stack = regionalStack(app, 'Ireland', 'eu-west-1');
    for (const [id, { procedure }] of Object.entries(EXAMPLES)) {
      runbooks.set(id, new Runbook(stack, id, { procedure: procedure(stack) }));
    }
  });
  const found = Template.fromStack(stack).findResources('AWS::SSM::Document');
  for (const [id, runbook] of runbooks) {
    const { Properties } = found[stack.getLogicalId(runbook.document)];
    documents.set(id, asDeployed((Properties as { Content: unknown }).Content));
  }
});

const documentOf = (id: string) => documents.get(id) as AutomationDocument;
const run = (id: string, parameters: Record<string, string>, changed: World = {}) => {
  const { world, parameters: usual } = EXAMPLES[id];
  return execute(documentOf(id), fake({ ...world, ...changed }), { ...usual, ...parameters });
};

test('no finding but acknowledged wildcards', () => {
  expect(synthesis.fatal).toEqual([]);
  expect(synthesis.acknowledged.filter((rule) => !rule.startsWith('AwsSolutions-IAM5[Resource::'))).toEqual([]);
});

describe.each(Object.keys(EXAMPLES))('%s', (id) => {
  test('a dry run changes nothing, and says what it would', () => {
    const { status, steps, failure, ...rest } = run(id, { DryRun: 'true' });
    expect({ status, failure }).toEqual({ status: 'Success', failure: undefined });
    expect(changesOf({ status, steps, ...rest })).toEqual([]);
    expect(steps.filter((name) => name.startsWith('Would'))).toHaveLength(EXAMPLES[id].changes.length);
  });

  test('a run that does not say so is dry', () => {
    expect(changesOf(run(id, {}))).toEqual([]);
  });

  test('a real run does it, in this order', () => {
    const real = run(id, { DryRun: 'false' });
    expect({ status: real.status, failure: real.failure }).toEqual({ status: 'Success', failure: undefined });
    expect(changesOf(real)).toEqual(EXAMPLES[id].changes);
    expect(Object.keys(real.outputs)).toEqual(documentOf(id).outputs ?? []);
  });

  test('a precondition that does not hold stops it before any change', () => {
    for (const broken of EXAMPLES[id].broken) {
      const real = run(id, { DryRun: 'false' }, broken);
      expect({ status: real.status, changes: changesOf(real), broken }).toEqual({
        status: 'Failed',
        changes: [],
        broken,
      });
      expect(run(id, { DryRun: 'true' }, broken).status).toBe('Failed');
    }
  });

  test('a change that AWS refuses stops it', () => {
    const [first] = EXAMPLES[id].changes;
    const real = run(id, { DryRun: 'false' }, { [first]: new Error('AccessDenied') });
    expect(real.status).toBe('Failed');
    expect(changesOf(real)).toEqual([first]);
  });

  test('every step has a time limit, and the sum along the longest way is known', () => {
    const untimed = documentOf(id).mainSteps.filter(({ timeoutSeconds }) => timeoutSeconds === undefined);
    expect(untimed.filter(({ action }) => !['aws:branch', 'aws:sleep'].includes(action))).toEqual([]);
    expect(runbooks.get(id)?.longestDuration.toSeconds()).toBe(EXAMPLES[id].seconds);
  });
});

describe('region failover', () => {
  const behind = { DescribeAlarms: alarm('ALARM') };

  test('does not promote a replica that is behind', () => {
    expect(changesOf(run('RegionFailover', { DryRun: 'false' }, behind))).toEqual(['UpdateItem']);
    expect(run('RegionFailover', { DryRun: 'false' }, behind).failure).toMatch(/^WaitForLag/);
  });

  test('goes on without what did not arrive when somebody accepts the loss', () => {
    const real = run('RegionFailover', { DryRun: 'false', AcceptDataLoss: 'true' }, behind);
    expect(changesOf(real)).toEqual(EXAMPLES.RegionFailover.changes);
    expect(real.outputs).toEqual({ 'ReadLag.Reason': 'lag 3 s' });
  });

  test('the way back never accepts a loss', () => {
    expect(documentOf('RegionFailback').parameters).not.toHaveProperty('AcceptDataLoss');
    expect(run('RegionFailback', { DryRun: 'false' }, behind).status).toBe('Failed');
  });

  test('can be started again behind the fence, and after the promotion', () => {
    const behindFence = { GetItem: item('none') };
    expect(changesOf(run('RegionFailover', { DryRun: 'false' }, behindFence))).toEqual(EXAMPLES.RegionFailover.changes);
    const promoted = { ...behindFence, DescribeDBInstances: instance({}) };
    const again = run('RegionFailover', { DryRun: 'false', AlreadyPromoted: 'true' }, promoted);
    expect(changesOf(again)).toEqual(['UpdateItem', 'SetDesiredCapacity', 'UpdateItem']);
  });

  test('fences before it promotes, and opens for this region only afterwards', () => {
    const { calls } = run('RegionFailover', { DryRun: 'false' });
    const moves = calls.filter(({ api }) => api === 'UpdateItem').map(({ inputs }) => inputs.ExpressionAttributeValues);
    expect(moves).toEqual([
      { ':from': { S: 'us-east-1' }, ':to': { S: 'none' } },
      { ':from': { S: 'none' }, ':to': { S: 'AWS::Region' } },
    ]);
  });
});

test('what whoever starts it states is checked', () => {
  expect(() => run('ZoneEvacuation', { ZoneId: 'us-east-1a' })).toThrow('bad ZoneId');
  expect(() => run('ZoneEvacuation', { Hours: '73' })).toThrow('bad Hours');
});

test('the role may do what the steps do, and nothing else', () => {
  const policies = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  const [, policy] = policies.find(([id]) => id.startsWith('DatabaseFailover')) ?? [];
  const { Statement } = (policy as { Properties: { PolicyDocument: { Statement: object[] } } }).Properties
    .PolicyDocument;
  const allowed = Statement.flatMap((statement) => (statement as { Action: string | string[] }).Action).sort();
  expect(allowed).toEqual(['rds:DescribeDBInstances', 'rds:RebootDBInstance']);
  expect(JSON.stringify(Statement)).toContain(':db:orders');
});
