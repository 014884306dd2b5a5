import { Match, Template } from 'aws-cdk-lib/assertions';
import { FailureDomain } from '../../../constructs/resilience';
import { Operations, Platform, platformPropsFrom } from '../../../lib/platform';
import { errorOf } from '../../_helpers/errors';
import { CHECKED_IN } from '../../_helpers/platform';
import { testApp } from '../../_helpers/synthesis';

const platform = platformWith({});
const [home] = platform.regions;

function platformWith(context: Record<string, unknown>): Platform {
  return new Platform(testApp(), 'Platform', platformPropsFrom({ ...CHECKED_IN, ...context }));
}

describe('every region', () => {
  test.each(platform.regions)('$spec.name watches its API and its web servers', ({ ops }) => {
    expect(ops!.apiObjective.objective).toBe(platform.objective);
    expect(ops!.webObjective.alarms).toHaveLength(ops!.apiObjective.alarms.length);
  });

  test.each(platform.regions)('$spec.name stops every experiment when its promises break', ({ ops }) => {
    const stop = Match.objectLike({ Source: 'aws:cloudwatch:alarm' });
    const stopped = Template.fromStack(ops!).findResources('AWS::FIS::ExperimentTemplate', {
      Properties: { StopConditions: [stop, stop, stop, stop] },
    });
    expect(Object.keys(stopped)).toHaveLength(ops!.chaos.experiments.length);
  });

  test.each(platform.regions)('$spec.name leaves an impaired zone by itself', ({ ops }) => {
    const shifts = Template.fromStack(ops!).findResources('AWS::ARCZonalShift::ZonalAutoshiftConfiguration', {
      Properties: { ZonalAutoshiftStatus: 'ENABLED' },
    });
    expect(Object.keys(shifts)).toHaveLength(2);
  });
});

describe('experiments find what they are meant to break', () => {
  const experiment = (name: string) =>
    Template.fromStack(home.ops!).findResources('AWS::FIS::ExperimentTemplate', {
      Properties: { Tags: { Name: name } },
    });
  const only = (name: string) => Object.values(experiment(name))[0].Properties;

  test('a zone is lost whether or not the writer of the database is in it', () => {
    expect(only('ZonePowerLoss-us-east-1a').ExperimentOptions.EmptyTargetResolutionMode).toBe('skip');
    expect(only('ServerLoss').ExperimentOptions.EmptyTargetResolutionMode).toBe('fail');
  });

  test('a dependency is cut off from subnets that ask for it', () => {
    expect(only('DependencyBlock-DynamoDb').Targets.Subnets.ResourceTags).toEqual({ 'chaos-clients': 'allowed' });
    const subnets = Template.fromStack(home.foundation).findResources('AWS::EC2::Subnet', {
      Properties: { Tags: Match.arrayWith([{ Key: 'chaos-clients', Value: 'allowed' }]) },
    });
    expect(Object.keys(subnets)).toHaveLength(home.spec.zones.length);
    expect(Object.keys(subnets).filter((id) => !id.includes('App'))).toEqual([]);
  });

  test('the others are lost once, however many they are: FIS stops replication with all of them', () => {
    expect(home.ops!.chaos.experiments.filter(({ name }) => name === 'OtherRegionsLoss')).toHaveLength(1);
  });
});

test('every alarm does something: rings, calms down, or says that it is blind', () => {
  const stacks = [...platform.regions.flatMap(({ app, data, ops }) => [app, data, ops!]), platform.oversight!];
  const alarms = stacks.flatMap((stack) =>
    ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
      Object.entries(Template.fromStack(stack).findResources(type)),
    ),
  );
  const isMute = ({ Properties }: { Properties: object }) =>
    !['AlarmActions', 'OKActions', 'InsufficientDataActions'].some((action) => action in Properties);
  expect(alarms.length).toBeGreaterThan(100);
  expect(alarms.filter(([, alarm]) => isMute(alarm as { Properties: object })).map(([id]) => id)).toEqual([]);
});

describe('the way to the other region', () => {
  test('is in the region that is left, and names both', () => {
    expect(platform.way!.region).toBe('eu-west-1');
    expect(platform.way!.plan.planRegions).toEqual(['us-east-1', 'eu-west-1']);
  });

  test('takes less than the objective allows', () => {
    expect(platform.way!.plan.recoveryTime.toMinutes()).toBeLessThan(platform.recovery.rto.toMinutes());
  });

  test('turns the record of the primary, while the standby answers for itself', () => {
    const calculated = (position: number) =>
      Template.fromStack(platform.regions[position].traffic).findResources('AWS::Route53::HealthCheck', {
        Properties: { HealthCheckConfig: { Type: 'CALCULATED' } },
      });
    expect(Object.keys(calculated(0))).toHaveLength(1);
    expect(Object.keys(calculated(2))).toHaveLength(0);
  });

  test('can be gone by hand, for the database and for the cache, from either side', () => {
    const documents = ({ ops }: Platform['regions'][number]) =>
      Object.keys(Template.fromStack(ops!).findResources('AWS::SSM::Document')).join();
    const [primary, serving, standby] = platform.regions.map(documents);
    expect(primary).toMatch(/RegionFailback.*CachePromotion/);
    expect(standby).toMatch(/RegionFailover.*CachePromotion/);
    expect(serving).not.toMatch(/Region|Promotion/);
  });

  test('is not there with a single region', () => {
    expect(platformWith({ regions: 'eu-west-1' }).way).toBeUndefined();
  });

  test('fails when recovery is promised faster than its steps can take', () => {
    const error = errorOf(() => platformWith({ rtoMinutes: 20 }));
    expect(error.codes).toEqual(['RecoveryTimeBelowCriticalPath']);
    expect(error.message).toContain('Promote the database');
  });
});

describe('backups', () => {
  test('of the home region are copied to the other one', () => {
    const { Resources } = Template.fromStack(home.data).toJSON() as { Resources: Record<string, { Type: string }> };
    const plan = Object.values(Resources).find(({ Type }) => Type === 'AWS::Backup::BackupPlan');
    expect(JSON.stringify(plan)).toContain('Platform-Foundation-eu-west-1');
  });

  test('are restored every month', () => {
    Template.fromStack(home.data).hasResourceProperties('AWS::Backup::RestoreTestingSelection', {
      ProtectedResourceType: 'RDS',
    });
  });
});

describe('redundancy', () => {
  test('that is claimed is put to the test, or says why not', () => {
    const lines = [...platform.regions.map(({ ops }) => ops!), platform.way!].flatMap(({ coverage }) =>
      coverage.text().split('\n'),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/A zone of the database of us-east-1.*ZonePowerLoss-us-east-1a/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/The home region.*game day/));
  });

  test('fails to synthesize when a claim is neither', () => {
    const [{ ops, data }] = platformWith({ regions: 'us-east-1' }).regions;
    ops!.coverage.claim({ name: 'The moon', survives: FailureDomain.ZONE, construct: data.cache });
    expect(ops!.coverage.node.validate().join()).toContain("[ClaimNotCovered] 'The moon'");
  });
});

test('operations can be left out', () => {
  const props = platformPropsFrom({ ...CHECKED_IN });
  const bare = new Platform(testApp(), 'Platform', { ...props, operations: Operations.none() });
  expect(bare.regions.map(({ ops }) => ops)).toEqual([undefined, undefined, undefined]);
  expect(bare.way).toBeUndefined();
});
