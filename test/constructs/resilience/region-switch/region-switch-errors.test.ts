import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as rds from 'aws-cdk-lib/aws-rds';
import { RecoveryObjective, RegionSet } from '../../../../constructs/core';
import type { RelationalDatabase } from '../../../../constructs/data';
import { RecoveryStep } from '../../../../constructs/resilience/region-switch/recovery-step';
import { StepRegion } from '../../../../constructs/resilience/region-switch/recovery-step-options';
import { RegionSwitch } from '../../../../constructs/resilience/region-switch/region-switch';
import { RecoveryApproach } from '../../../../constructs/resilience/region-switch/region-switch-approach';
import type { RegionSwitchProps } from '../../../../constructs/resilience/region-switch/region-switch-props';
import { SwitchTrigger } from '../../../../constructs/resilience/region-switch/region-switch-trigger';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { testApp } from '../../../_helpers/synthesis';
import {
  activate,
  AWAY,
  clusters,
  defaults,
  functions,
  groups,
  HOME,
  instances,
  objective,
  promote,
  rebuild,
  regionStack,
  regionSwitch,
  roles,
  route,
  scale,
  services,
  timeout,
} from './region-switch-fixture';

const codes = (props: Partial<RegionSwitchProps>) => codesOf(() => regionSwitch(testApp(), props));
const codesWith = (...steps: RecoveryStep[]) => codes({ approach: activate(...steps) });

describe('fails when the recovery takes too long', () => {
  test('fails with the steps, their timeouts and what they add up to', () => {
    const capacity = RecoveryStep.parallel('capacity', [
      scale,
      RecoveryStep.scaleFleet({ name: 'fleet', groups, timeout: Duration.minutes(12) }),
    ]);
    const approach = activate(promote, capacity, route);
    const { message } = errorOf(() => regionSwitch(testApp(), { approach, recovery: objective(10) }));
    expect(message).toBe(
      [
        "Recovery/Switch: [RecoveryTimeBelowCriticalPath] recovery.rto is '10 min'; allowed: at least 38 min, the " +
          'critical path to activate eu-west-1. Run steps in parallel, shorten their timeouts or accept a longer ' +
          'objective. The longest way is',
        '  step                  timeout  cumulative',
        '  (detection)             5 min       5 min',
        '  promote                15 min      20 min',
        '  fleet                  12 min      32 min',
        '  route                   5 min      37 min',
        '  (DNS answers expire)    1 min      38 min',
        '  in all 38 min.',
      ].join('\n'),
    );
  });

  test('fails a minute short, and not at the minute', () => {
    expect(codes({ recovery: objective(35) })).toEqual(['RecoveryTimeBelowCriticalPath']);
    expect(regionSwitch(testApp(), { recovery: objective(36) }).recoveryTime.toMinutes()).toBe(36);
  });

  test('fails for slow detection and for slow DNS', () => {
    expect(codes({ detection: Duration.minutes(10) })).toEqual(['RecoveryTimeBelowCriticalPath']);
    expect(codes({ dnsTtl: Duration.minutes(6) })).toEqual(['RecoveryTimeBelowCriticalPath']);
  });

  test('fails for a way back that is too long, but not for what follows', () => {
    const approach = RecoveryApproach.activePassive({ activate: [route], failback: [promote, scale, route] });
    expect(codes({ approach, recovery: objective(20) })).toEqual(['RecoveryTimeBelowCriticalPath']);
    const after = RecoveryApproach.activePassive({ activate: [promote, route], postRecovery: [rebuild] });
    expect(regionSwitch(testApp(), { approach: after }).recoveryTime.toMinutes()).toBe(26);
  });

  test('fails for an objective that no plan can have', () => {
    const recovery = new RecoveryObjective({ rto: Duration.seconds(0), rpo: Duration.minutes(5) });
    expect(codes({ recovery })).toEqual(['RecoveryTimeOutOfRange', 'RecoveryTimeBelowCriticalPath']);
    expect(codes({ recovery: objective(8 * 24 * 60) })).toEqual(['RecoveryTimeOutOfRange']);
  });
});

describe('fails for data that would be lost or out of reach', () => {
  test('fails for an objective of zero loss that is met by a lagging replica', () => {
    const recovery = RecoveryObjective.zeroLoss(Duration.hours(1));
    expect(codes({ recovery })).toEqual(['PromotionLosesWrites']);
    const options = { name: 'writer', globalCluster: 'shop', clusters, timeout };
    expect(codes({ recovery, approach: activate(RecoveryStep.auroraGlobal(options)) })).toEqual([
      'PromotionLosesWrites',
    ]);
    const careful = RecoveryStep.auroraGlobal({ ...options, failsOverWithLoss: false });
    expect(regionSwitch(testApp(), { recovery, approach: activate(careful) })).toBeDefined();
  });

  test('fails for a database that nothing promotes', () => {
    const stack = regionStack(testApp(), 'Recovery');
    const instance = rds.DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Users', {
      instanceIdentifier: 'users',
      instanceEndpointAddress: 'users.example.net',
      port: 5433,
      securityGroups: [],
    });
    const databases = [{ instance, node: instance.node } as unknown as RelationalDatabase];
    const make = (id: string, arn: string) =>
      new RegionSwitch(stack, id, {
        ...defaults,
        databases,
        approach: activate(
          RecoveryStep.promoteDatabase({ name: 'promote', instances: { ...instances, [AWAY]: arn }, timeout }),
        ),
      });
    expect(codesOf(() => make('Forgotten', instances[AWAY]))).toEqual(['DatabaseNotPromoted']);
    expect(make('Named', instance.instanceArn)).toBeDefined();
  });
});

describe('fails for regions', () => {
  test('fails for a region that is stated twice, and for one that is alone', () => {
    expect(codesOf(() => roles(HOME, HOME))).toContain('DuplicateRegion');
    expect(codes({ regions: roles(HOME, '') })).toEqual(['NoFailoverRegion']);
  });

  test('fails for a home that is neither region', () => {
    expect(codes({ homeRegion: 'ap-southeast-1' })).toEqual(['HomeRegionNotInPlan']);
  });

  test('fails for steps of a region that is not in the plan, and for those that know one way only', () => {
    const foreign = { ...instances, 'ap-southeast-1': 'arn:aws:rds:ap-southeast-1:111111111111:db:orders' };
    const oneWay = { [AWAY]: services[AWAY] };
    expect(codesWith(RecoveryStep.promoteDatabase({ name: 'promote', instances: foreign, timeout }))).toEqual([
      'StepRegionNotInPlan',
    ]);
    expect(codesWith(RecoveryStep.scaleService({ name: 'scale', services: oneWay, timeout }))).toEqual([
      'StepRegionMissing',
    ]);
  });

  test('plans for two of three regions: the primary and the one that takes over', () => {
    const regions = new RegionSet({
      primary: { name: HOME, cidr: '10.0.0.0/16' },
      standby: [{ name: AWAY, cidr: '10.1.0.0/16' }],
      serving: [{ name: 'ap-southeast-1', cidr: '10.2.0.0/16' }],
    });
    expect(regionSwitch(testApp(), { regions }).planRegions).toEqual([HOME, AWAY]);
  });
});

describe('fails for steps', () => {
  const approve = RecoveryStep.approval({ name: 'approve', timeout });

  test('fails for workflows without any', () => {
    expect(codesWith()).toEqual(['EmptyWorkflow', 'EmptyWorkflow']);
    const approach = RecoveryApproach.activePassive({ activate: [route], postRecovery: [] });
    expect(codes({ approach })).toEqual(['EmptyWorkflow']);
    expect(codesWith(RecoveryStep.parallel('nothing', []))).toEqual(['EmptyParallelStep']);
  });

  test('fails for an approval that nobody can give', () => {
    expect(codesWith(approve, route)).toEqual(['ApproverMissing']);
  });

  test('fails for two steps of one name', () => {
    const all = RecoveryStep.parallel('all', [scale, route]);
    expect(codes({ approach: RecoveryApproach.activePassive({ activate: [all, route], failback: [route] }) })).toEqual([
      'StepNameNotUnique',
    ]);
  });

  test('fails for timeouts that the service cannot count and shares that are none', () => {
    const hasty = RecoveryStep.promoteDatabase({ name: 'promote', instances, timeout: Duration.seconds(90) });
    const retryInterval = Duration.seconds(10);
    const nervous = RecoveryStep.custom({ name: 'warm', functions, timeout, retryInterval });
    const odd = { name: 'scale', services, timeout, targetPercent: 0, minimumSuccessPercent: 100 };
    expect(codesWith(hasty, nervous, RecoveryStep.scaleService(odd))).toEqual([
      'NotInWholeMinutes',
      'NotInWholeMinutes',
      'PercentOutOfRange',
      'PercentOutOfRange',
    ]);
  });

  test('fails for a plan elsewhere without an estimate', () => {
    const planArn = 'arn:aws:arc-region-switch::111111111111:plan/shop:abc123';
    const estimate = Duration.minutes(0);
    expect(codesWith(RecoveryStep.existingPlan({ name: 'shop', planArn, estimate }))).toEqual(['EstimateMissing']);
  });

  test('fails for replicas that are rebuilt while users wait', () => {
    expect(codes({ approach: activate(route, rebuild), recovery: objective(300) })).toEqual([
      'ReplicaRebuiltDuringRecovery',
      'ReplicaRebuiltDuringRecovery',
    ]);
  });

  test('fails for promotions where no region is passive', () => {
    const approach = RecoveryApproach.activeActive({ deactivate: [promote, route], activate: [route] });
    expect(codes({ approach })).toEqual(['StepNeedsPassiveRegion']);
  });

  test('fails for functions in a region that the workflow does not know', () => {
    const early = RecoveryStep.custom({ name: 'early', functions, timeout, runsIn: StepRegion.ACTIVE });
    const late = RecoveryStep.custom({ name: 'late', functions, timeout, runsIn: StepRegion.ACTIVATING });
    const approach = RecoveryApproach.activePassive({ activate: [early], failback: [route], postRecovery: [late] });
    expect(codes({ approach })).toEqual(['StepRegionUnknownToWorkflow', 'StepRegionUnknownToWorkflow']);
  });

  test('fails for child plans that are not alike, or have children', () => {
    const app = testApp();
    const shared = RecoveryApproach.activeActive({ deactivate: [route], activate: [route] });
    const other = regionSwitch(app, { approach: shared }, 'Other');
    const child = regionSwitch(app, { approach: activate(route) }, 'Child');
    const parent = regionSwitch(app, { approach: activate(RecoveryStep.plan('child', child)) }, 'Parent');
    for (const unlike of [other, parent]) {
      expect(codesWith(RecoveryStep.plan('unlike', unlike))).toEqual(['ChildPlanNotAlike']);
    }
  });
});

describe('fails for names and triggers', () => {
  const alarmOf = (name: string) =>
    cloudwatch.Alarm.fromAlarmArn(
      regionStack(testApp(), name),
      'Alarm',
      `arn:aws:cloudwatch:us-east-1:111111111111:alarm:${name}`,
    );
  const trigger = { region: AWAY, whenInAlarm: { lost: alarmOf('lost') }, minimumDelay: Duration.hours(1) };

  test('fails for a name that the service refuses', () => {
    for (const planName of ['', '-shop', 'shop_plan', 'x'.repeat(33)]) {
      expect(codes({ planName })).toEqual(['InvalidPlanName']);
    }
  });

  test('fails for triggers of workflows that are not there, without alarms or of broken minutes', () => {
    const triggers = [
      SwitchTrigger.deactivate(trigger),
      SwitchTrigger.activate({ ...trigger, whenInAlarm: {}, minimumDelay: Duration.seconds(1) }),
    ];
    expect(codes({ triggers })).toEqual(['TriggerWithoutWorkflow', 'TriggerConditionsOutOfRange', 'NotInWholeMinutes']);
  });

  test('fails for a name that stands for two alarms', () => {
    const healthAlarms = { lost: alarmOf('other') };
    expect(codes({ triggers: [SwitchTrigger.activate(trigger)], healthAlarms })).toEqual(['AlarmNameNotUnique']);
  });

  test('fails for health checks that the plan does not have', () => {
    const plan = regionSwitch(testApp());
    expect(codesOf(() => plan.healthCheckId('ap-southeast-1'))).toEqual(['RegionNotInPlan']);
    expect(codesOf(() => plan.healthCheckId(HOME, 'www.example.com'))).toEqual(['RecordNotInPlan']);
    const silent = regionSwitch(testApp(), { approach: activate(scale) });
    expect(codesOf(() => silent.healthCheckId(HOME))).toEqual(['RecordNotInPlan']);
  });
});
