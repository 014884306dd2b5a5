import { Duration, type Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RecoveryStep } from '../../../../constructs/resilience/region-switch/recovery-step';
import { StepRegion } from '../../../../constructs/resilience/region-switch/recovery-step-options';
import { RegionSwitch } from '../../../../constructs/resilience/region-switch/region-switch';
import { RecoveryApproach } from '../../../../constructs/resilience/region-switch/region-switch-approach';
import { testApp } from '../../../_helpers/synthesis';
import {
  activate,
  approverRole,
  AWAY,
  clusters,
  defaults,
  functions,
  groups,
  HOME,
  instances,
  NAME,
  objective,
  promote,
  regionStack,
  regionSwitch,
  route,
  scale,
  services,
  timeout,
  ZONE,
} from './region-switch-fixture';

interface Step {
  readonly Name: string;
  readonly ExecutionBlockType: string;
  readonly ExecutionBlockConfiguration: { [kind: string]: { [property: string]: unknown } };
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

// One app with a stack for each plan, synthesized once.
const app = testApp();

/** What a plan with this step alone comes to: the step, and the statements of its role. */
class Planned {
  static during(id: string, step: RecoveryStep): Planned {
    return new Planned(id, activate(step), 0);
  }

  static after(id: string, step: RecoveryStep): Planned {
    return new Planned(id, RecoveryApproach.activePassive({ activate: [scale], postRecovery: [step] }), -1);
  }

  private readonly stack: Stack;

  private constructor(
    id: string,
    approach: RecoveryApproach,
    private readonly workflow: number,
  ) {
    this.stack = regionStack(app, id);
    const approver = approverRole(this.stack);
    Validations.of(this.stack).acknowledge({ id: 'cdk-nines::ReplicaNotRebuilt', reason: 'one step is looked at' });
    new RegionSwitch(this.stack, 'Switch', { ...defaults, approach, approver, recovery: objective(180) });
  }

  get step(): Step {
    const plans = Template.fromStack(this.stack).findResources('AWS::ARCRegionSwitch::Plan');
    return Object.values(plans)[0].Properties.Workflows.at(this.workflow).Steps[0];
  }

  /** What may be done with an action, wherever it stands. */
  allowed(action: string): unknown[] {
    const having = this.statements.filter((statement) => [statement.Action].flat().includes(action));
    return having.flatMap(({ Resource }) => Resource).sort();
  }

  get statements(): Statement[] {
    const policies = Object.values(Template.fromStack(this.stack).findResources('AWS::IAM::ManagedPolicy'));
    return policies.flatMap((policy) => policy.Properties.PolicyDocument.Statement);
  }
}

describe('databases', () => {
  const encryptionKeys = { [HOME]: 'arn:aws:kms:us-east-1:111111111111:key/a' };
  const writer = { name: 'writer', globalCluster: 'shop', clusters, timeout };
  const promoted = Planned.during('Promoted', promote);
  const again = RecoveryStep.rebuildReplica({ name: 'again', instances, encryptionKeys, timeout });
  const rebuilt = Planned.after('Rebuilt', again);
  const moved = Planned.during('Moved', RecoveryStep.auroraGlobal(writer));
  const careful = Planned.during('Careful', RecoveryStep.auroraGlobal({ ...writer, failsOverWithLoss: false }));

  test('a replica is promoted by the ARNs of both regions, and nothing else may be changed', () => {
    const { step } = promoted;
    expect(step.ExecutionBlockType).toBe('RdsPromoteReadReplica');
    expect(step.ExecutionBlockConfiguration).toEqual({
      RdsPromoteReadReplicaConfig: { DbInstanceArnMap: instances, TimeoutMinutes: 15 },
    });
    expect(promoted.allowed('rds:PromoteReadReplica')).toEqual(Object.values(instances).sort());
    expect(promoted.allowed('rds:ModifyDBInstance')).toEqual(Object.values(instances).sort());
  });

  test('a replica is rebuilt with the key of its region', () => {
    const { step } = rebuilt;
    expect(step.ExecutionBlockType).toBe('RdsCreateCrossRegionReplica');
    expect(step.ExecutionBlockConfiguration).toEqual({
      RdsCreateCrossRegionReadReplicaConfig: { DbInstanceArnMap: instances, TimeoutMinutes: 5 },
    });
    expect(rebuilt.allowed('kms:CreateGrant')).toEqual(Object.values(encryptionKeys).sort());
    expect(rebuilt.allowed('rds:CreateDBInstanceReadReplica')).toEqual(
      expect.arrayContaining(Object.values(instances)),
    );
    expect(rebuilt.allowed('rds:DeleteDBInstance')).toEqual([]);
  });

  test('an Aurora writer moves without loss, and with loss only when the execution is ungraceful', () => {
    expect(moved.step.ExecutionBlockConfiguration).toEqual({
      GlobalAuroraConfig: {
        Behavior: 'switchoverOnly',
        Ungraceful: { Ungraceful: 'failover' },
        GlobalClusterIdentifier: 'shop',
        DatabaseClusterArns: [clusters[HOME], clusters[AWAY]],
        TimeoutMinutes: 5,
      },
    });
    expect(moved.allowed('rds:FailoverGlobalCluster')).toEqual(expect.arrayContaining(Object.values(clusters)));
    expect(careful.step.ExecutionBlockConfiguration.GlobalAuroraConfig.Ungraceful).toBeUndefined();
    expect(careful.allowed('rds:FailoverGlobalCluster')).toEqual([]);
  });
});

describe('capacity', () => {
  const fleet = Planned.during('Fleet', RecoveryStep.scaleFleet({ name: 'fleet', groups, timeout }));
  const service = Planned.during('Service', scale);
  const generous = { name: 'service', services, timeout, targetPercent: 150, minimumSuccessPercent: 80 };
  const partial = Planned.during('Partial', RecoveryStep.scaleService(generous));
  const inHaste = { name: 'scale', services, timeout, waitsForHealthyTargets: false };
  const hasty = Planned.during('Hasty', RecoveryStep.scaleService(inHaste));

  test('a fleet reaches what the other region had, and its targets are healthy', () => {
    const { step } = fleet;
    expect(step.ExecutionBlockType).toBe('EC2AutoScaling');
    expect(step.ExecutionBlockConfiguration).toEqual({
      Ec2AsgCapacityIncreaseConfig: {
        Asgs: [{ Arn: groups[HOME] }, { Arn: groups[AWAY] }],
        CapacityMonitoringApproach: 'sampledMaxInLast24Hours',
        TargetPercent: 100,
        TimeoutMinutes: 5,
        WaitELBTargetGroupHealthy: 'enabled',
      },
    });
    expect(fleet.allowed('autoscaling:UpdateAutoScalingGroup')).toEqual(Object.values(groups).sort());
  });

  test('an ungraceful execution goes on with the share that is enough', () => {
    expect(partial.step.ExecutionBlockConfiguration.EcsCapacityIncreaseConfig).toEqual({
      Services: [HOME, AWAY].map((region) => ({
        ClusterArn: services[region].clusterArn,
        ServiceArn: services[region].serviceArn,
      })),
      CapacityMonitoringApproach: 'sampledMaxInLast24Hours',
      TargetPercent: 150,
      TimeoutMinutes: 5,
      Ungraceful: { MinimumSuccessPercentage: 80 },
      WaitELBTargetGroupHealthy: 'enabled',
    });
  });

  test('tasks are read only where somebody waits for their targets', () => {
    const condition = { ArnEquals: { 'ecs:cluster': Object.values(services).map(({ clusterArn }) => clusterArn) } };
    expect(service.statements.find(({ Action }) => Action === 'ecs:DescribeTasks')?.Condition).toEqual(condition);
    expect(hasty.allowed('ecs:DescribeTasks')).toEqual([]);
  });
});

describe('routing', () => {
  const record = { name: 'route', hostedZoneId: ZONE, recordName: NAME, timeout };
  const setIdentifiers = { [HOME]: 'primary', [AWAY]: 'secondary' };
  const routed = Planned.during('Routed', route);
  const named = Planned.during('Named', RecoveryStep.routing({ ...record, setIdentifiers }));

  test('turns health checks and may only read records', () => {
    const { step, statements } = routed;
    expect(step.ExecutionBlockType).toBe('Route53HealthCheck');
    expect(step.ExecutionBlockConfiguration).toEqual({
      Route53HealthCheckConfig: { HostedZoneId: ZONE, RecordName: NAME, TimeoutMinutes: 5 },
    });
    const actions = statements.flatMap(({ Action }) => Action).filter((action) => action.startsWith('route53:'));
    expect(actions).toEqual(['route53:ListResourceRecordSets']);
  });

  test('names the records of the regions where the service could not tell', () => {
    expect(named.step.ExecutionBlockConfiguration.Route53HealthCheckConfig.RecordSets).toEqual([
      { Region: HOME, RecordSetIdentifier: 'primary' },
      { Region: AWAY, RecordSetIdentifier: 'secondary' },
    ]);
  });
});

describe('people and functions', () => {
  const custom = { name: 'custom', functions, timeout };
  const approved = Planned.during('Approved', RecoveryStep.approval({ name: 'yes', timeout }));
  const called = Planned.during('Called', RecoveryStep.custom(custom));
  const tidied = Planned.after('Tidied', RecoveryStep.custom(custom));
  const elsewhere = Planned.after('Elsewhere', RecoveryStep.custom({ ...custom, runsIn: StepRegion.INACTIVE }));
  const skipped = Planned.during('Skipped', RecoveryStep.custom({ ...custom, skippedWhenUngraceful: true }));
  const configuration = ({ step }: Planned) => step.ExecutionBlockConfiguration.CustomActionLambdaConfig;

  test('an approval names the role of the approver; the plan cannot approve itself', () => {
    expect(approved.step.ExecutionBlockConfiguration).toEqual({
      ExecutionApprovalConfig: { ApprovalRole: 'arn:aws:iam::111111111111:role/operators', TimeoutMinutes: 5 },
    });
    expect(approved.allowed('arc-region-switch:ApprovePlanExecutionStep')).toEqual([]);
  });

  test('a function runs in the region that takes over, again every minute until it succeeds', () => {
    expect(configuration(called)).toEqual({
      Lambdas: [{ Arn: functions[HOME] }, { Arn: functions[AWAY] }],
      RegionToRun: 'activatingRegion',
      RetryIntervalMinutes: 1,
      TimeoutMinutes: 5,
    });
    expect(called.allowed('lambda:InvokeFunction')).toEqual(Object.values(functions).sort());
  });

  test('after recovery a function runs in the region that serves', () => {
    expect(configuration(tidied).RegionToRun).toBe('activeRegion');
    expect(configuration(elsewhere).RegionToRun).toBe('inactiveRegion');
  });

  test('an ungraceful execution leaves out what it may', () => {
    expect(configuration(skipped).Ungraceful).toEqual({ Behavior: 'skip' });
  });
});

describe('several steps', () => {
  const fleet = RecoveryStep.scaleFleet({ name: 'fleet', groups, timeout: Duration.minutes(20) });
  const capacity = RecoveryStep.parallel('capacity', [scale, fleet]);
  const together = Planned.during('Together', RecoveryStep.parallel('all', [promote, capacity]));
  const planArn = 'arn:aws:arc-region-switch::111111111111:plan/shop:abc123';
  const child = RecoveryStep.existingPlan({ name: 'shop', planArn, estimate: Duration.minutes(12) });
  const parent = Planned.during('Parent', child);

  test('in parallel are one step, and parallel steps in it run beside the others', () => {
    const { step } = together;
    expect(step.ExecutionBlockType).toBe('Parallel');
    const { Steps } = step.ExecutionBlockConfiguration.ParallelConfig as unknown as { Steps: Step[] };
    expect(Steps.map(({ Name, ExecutionBlockType }) => [Name, ExecutionBlockType])).toEqual([
      ['promote', 'RdsPromoteReadReplica'],
      ['scale', 'ECSServiceScaling'],
      ['fleet', 'EC2AutoScaling'],
    ]);
    expect(together.allowed('ecs:UpdateService')).toHaveLength(2);
  });

  test('in parallel count with the longest', () => {
    const approach = activate(RecoveryStep.parallel('all', [promote, scale, fleet]));
    expect(regionSwitch(testApp(), { approach }).recoveryTime.toMinutes()).toBe(20 + 5 + 1);
  });

  test('of another plan count with its critical path, without its detection', () => {
    const app = testApp();
    const child = regionSwitch(app, {}, 'Child');
    const approach = activate(RecoveryStep.plan('shop', child), route);
    const parent = regionSwitch(app, { approach, recovery: objective(41) }, 'Parent');
    expect(parent.recoveryTime.toMinutes()).toBe(30 + 5 + 5 + 1);
  });

  test('of a plan elsewhere count with the estimate', () => {
    expect(parent.step.ExecutionBlockConfiguration).toEqual({ RegionSwitchPlanConfig: { Arn: planArn } });
    expect(parent.allowed('arc-region-switch:StartPlanExecution')).toEqual([planArn]);
    expect(regionSwitch(testApp(), { approach: activate(child) }).recoveryTime.toMinutes()).toBe(12 + 5 + 1);
  });
});
