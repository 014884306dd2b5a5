import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { DatabaseSource, DatabaseTopology } from '../../../../constructs/data';
import { GlobalRecord, HealthSource, RoutingPolicy } from '../../../../constructs/dns';
import { RecoveryStep } from '../../../../constructs/resilience/region-switch/recovery-step';
import { StepRegion } from '../../../../constructs/resilience/region-switch/recovery-step-options';
import { RegionSwitch } from '../../../../constructs/resilience/region-switch/region-switch';
import { RecoveryApproach } from '../../../../constructs/resilience/region-switch/region-switch-approach';
import { SwitchTrigger } from '../../../../constructs/resilience/region-switch/region-switch-trigger';
import { LogVault, ManagedPolicyRole, PlatformKey } from '../../../../constructs/security';
import { Synthesis, testApp } from '../../../_helpers/synthesis';
import { Region } from '../../data/database-fixture';
import {
  activate,
  AWAY,
  clusters,
  defaults,
  functions,
  groups,
  HOME,
  inBoth,
  NAME,
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
  ZONE,
} from './region-switch-fixture';

const PLAN = 'AWS::ARCRegionSwitch::Plan';

interface Workflow {
  readonly WorkflowTargetAction: string;
  readonly WorkflowTargetRegion?: string;
  readonly Steps: { readonly Name: string }[];
}

const templateOf = (plan: RegionSwitch) => Template.fromStack(Stack.of(plan));
const propertiesOf = (plan: RegionSwitch) => Object.values(templateOf(plan).findResources(PLAN))[0].Properties;
const waysOf = (plan: RegionSwitch) =>
  (propertiesOf(plan).Workflows as Workflow[]).map((workflow) => [
    workflow.WorkflowTargetAction,
    workflow.WorkflowTargetRegion,
    workflow.Steps.map(({ Name }) => Name),
  ]);

let smallest: RegionSwitch;
let shared: RegionSwitch;
let orders: RegionSwitch;
let everything: RegionSwitch;
let recordStacks: Stack[];

/** Two databases of the library, one a replica of the other, and a plan that names nothing but them. */
function ordersOf(here: Region, there: Region): RegionSwitch {
  const writer = here.database('Orders');
  const source = DatabaseSource.database(writer);
  const replica = there.database('Orders', { topology: DatabaseTopology.crossRegionReplica({ source }) });
  const instances = { [HOME]: writer.instance!.instanceArn, [AWAY]: replica.instance!.instanceArn };
  const encryptionKeys = { [HOME]: here.ground.key.keyArn, [AWAY]: there.ground.key.keyArn };
  return new RegionSwitch(there.stack('Recovery'), 'Switch', {
    ...defaults,
    databases: [writer, replica],
    approach: RecoveryApproach.activePassive({
      activate: [RecoveryStep.promoteDatabase({ name: 'promote', instances, timeout: Duration.minutes(15) }), route],
      postRecovery: [
        RecoveryStep.rebuildReplica({ name: 'rebuild', instances, encryptionKeys, timeout: Duration.hours(2) }),
      ],
    }),
  });
}

const synthesis = new Synthesis((app) => {
  smallest = regionSwitch(app, { approach: activate(route) }, 'Smallest');
  shared = regionSwitch(
    app,
    { approach: RecoveryApproach.activeActive({ deactivate: [scale, route], activate: [route] }) },
    'Shared',
  );
  const here = new Region(app, HOME, '10.0.0.0/16');
  const there = new Region(app, AWAY, '10.1.0.0/16');
  orders = ordersOf(here, there);

  const stack = regionStack(app, 'Everything');
  const { key } = new PlatformKey(stack, 'Key');
  const reports = new LogVault(stack, 'Logs', { key }).bucket(stack, 'Reports');
  const alarm = (id: string) =>
    cloudwatch.Alarm.fromAlarmArn(stack, id, `arn:aws:cloudwatch:${HOME}:111111111111:alarm:${id}`);
  const approver = new ManagedPolicyRole(stack, 'Approver', { assumedBy: new iam.AccountRootPrincipal() });
  everything = new RegionSwitch(stack, 'Switch', {
    ...defaults,
    approver,
    planName: 'shop',
    description: 'The shop',
    recovery: objective(120),
    detection: Duration.minutes(3),
    dnsTtl: Duration.seconds(30),
    healthAlarms: { checkout: alarm('checkout') },
    triggers: [
      SwitchTrigger.activate({
        region: AWAY,
        whenInAlarm: { lost: alarm('lost') },
        whenOk: { standby: alarm('standby') },
        minimumDelay: Duration.hours(1),
        description: 'The home region is lost and the other one is well',
      }),
    ],
    reportTo: reports,
    approach: RecoveryApproach.activePassive({
      activate: [
        RecoveryStep.approval({ name: 'approve', timeout }),
        RecoveryStep.parallel('data', [
          promote,
          RecoveryStep.auroraGlobal({ name: 'writer', globalCluster: 'shop', clusters, timeout }),
        ]),
        RecoveryStep.parallel('capacity', [
          RecoveryStep.scaleFleet({ name: 'fleet', groups, timeout, minimumSuccessPercent: 80 }),
          RecoveryStep.scaleService({ name: 'service', services, timeout, targetPercent: 120 }),
        ]),
        RecoveryStep.custom({ name: 'warm', functions, timeout, skippedWhenUngraceful: true }),
        RecoveryStep.plan('mail', regionSwitch(app, { approach: activate(scale) }, 'Mail')),
        RecoveryStep.routing({
          name: 'route',
          hostedZoneId: ZONE,
          recordName: NAME,
          timeout,
          setIdentifiers: inBoth((region) => region),
        }),
      ],
      postRecovery: [rebuild, RecoveryStep.custom({ name: 'tidy', functions, timeout })],
    }),
  });
  everything.grantApprove(approver);
  everything.grantExecute(approver);

  recordStacks = [HOME, AWAY].map((region) => {
    const entry = regionStack(app, `Entry-${region}`, region);
    new GlobalRecord(entry, 'Api', {
      zone: route53.HostedZone.fromHostedZoneAttributes(entry, 'Zone', { hostedZoneId: ZONE, zoneName: 'example.com' }),
      recordName: NAME,
      target: route53.RecordTarget.fromAlias({
        bind: () => ({ dnsName: `${region}.example.net`, hostedZoneId: 'Z35SXDOTRQ7X7K' }),
      }),
      routing: RoutingPolicy.latency(),
      health: HealthSource.existing(everything.healthCheckId(region)),
    });
    return entry;
  });
});

test('passes all policy packs and the schema, with reasons for the wildcards that are left', () => {
  expect(synthesis.fatal).toEqual([]);
  const ours = synthesis.findings.filter(({ path }) => /\/Switch\//.test(path) && !/^Orders/.test(path));
  const acknowledged = ours.flatMap(({ rule, acknowledgedBecause }) => (acknowledgedBecause ? [rule] : []));
  const names = [...new Set(acknowledged)].map((rule) => rule.replace('AwsSolutions-IAM5', '')).sort();
  expect(names).toEqual([
    '[Resource::*]',
    '[Resource::<Reports65402A0A.Arn>/shop/*]',
    ...[
      'Mail-Switch-25B50584',
      'Recovery-Switch-E5258E4D',
      'Shared-Switch-DA995C0F',
      'Smallest-Switch-64F82906',
      'shop',
    ].map((name) => `[Resource::arn:aws:arc-region-switch::<AWS::AccountId>:plan/${name}:*]`),
    '[Resource::arn:aws:ecs:*:<AWS::AccountId>:task/*]',
    ...[AWAY, HOME].flatMap((region) =>
      ['db', 'og', 'pg', 'subgrp'].map((kind) => `[Resource::arn:aws:rds:${region}:<AWS::AccountId>:${kind}:*]`),
    ),
  ]);
});

describe('a plan for an active and a passive region', () => {
  test('goes to the other region, back by the same steps, and makes the way back in between', () => {
    expect(waysOf(orders)).toEqual([
      ['activate', AWAY, ['promote', 'route']],
      ['activate', HOME, ['promote', 'route']],
      ['postRecovery', undefined, ['rebuild']],
    ]);
  });

  test('says what it is for, and does nothing by itself', () => {
    templateOf(smallest).hasResourceProperties(PLAN, {
      Regions: [HOME, AWAY],
      PrimaryRegion: HOME,
      RecoveryApproach: 'activePassive',
      RecoveryTimeObjectiveMinutes: 40,
      Triggers: Match.absent(),
      AssociatedAlarms: Match.absent(),
      ReportConfiguration: Match.absent(),
    });
    expect(smallest.recoveryTime.toMinutes()).toBe(11);
  });

  test('goes back by other steps when they are stated', () => {
    const approach = RecoveryApproach.activePassive({ activate: [scale, route], failback: [route] });
    const ways = regionSwitch(testApp(), { approach })._workflows;
    expect(ways.map(({ region, steps }) => [region, steps.length])).toEqual([
      [AWAY, 2],
      [HOME, 1],
    ]);
  });

  test('names databases of both regions by weak references, and none of their stacks knows of the plan', () => {
    const { Workflows } = propertiesOf(orders);
    const map = Workflows[0].Steps[0].ExecutionBlockConfiguration.RdsPromoteReadReplicaConfig.DbInstanceArnMap;
    expect(Object.keys(map)).toEqual([HOME, AWAY]);
    expect(JSON.stringify(map)).toContain('Fn::GetStackOutput');
    expect(JSON.stringify(templateOf(orders))).not.toContain('Fn::ImportValue');
  });

  test('works with a role that it waits for, and that only the service can assume', () => {
    const template = templateOf(orders);
    template.hasResource(PLAN, { DependsOn: [Match.stringLikeRegexp('ExecutionRoleGrants0')] });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [Match.objectLike({ Principal: { Service: 'arc-region-switch.amazonaws.com' } })],
      }),
      Policies: Match.absent(),
    });
  });
});

test('a plan for two active regions deactivates either, and brings it back', () => {
  expect(waysOf(shared)).toEqual([
    ['deactivate', HOME, ['scale', 'route']],
    ['activate', HOME, ['route']],
    ['deactivate', AWAY, ['scale', 'route']],
    ['activate', AWAY, ['route']],
  ]);
  expect(propertiesOf(shared).RecoveryApproach).toBe('activeActive');
  expect(shared.recoveryTime.toMinutes()).toBe(15 + 5 + 1);
});

describe('alarms, triggers and reports', () => {
  test('are named by the plan, and start it only when all agree', () => {
    const arn = (name: string) => `arn:aws:cloudwatch:${HOME}:111111111111:alarm:${name}`;
    templateOf(everything).hasResourceProperties(PLAN, {
      AssociatedAlarms: {
        checkout: { AlarmType: 'applicationHealth', ResourceIdentifier: arn('checkout') },
        lost: { AlarmType: 'trigger', ResourceIdentifier: arn('lost') },
        standby: { AlarmType: 'trigger', ResourceIdentifier: arn('standby') },
      },
      Triggers: [
        Match.objectLike({
          Action: 'activate',
          TargetRegion: AWAY,
          MinDelayMinutesBetweenExecutions: 60,
          Conditions: [
            { AssociatedAlarmName: 'lost', Condition: 'red' },
            { AssociatedAlarmName: 'standby', Condition: 'green' },
          ],
        }),
      ],
    });
  });

  test('reports go to the bucket under the name of the plan', () => {
    const [output] = propertiesOf(everything).ReportConfiguration.ReportOutput;
    expect(output.S3Configuration.BucketOwner).toEqual({ Ref: 'AWS::AccountId' });
    expect(output.S3Configuration.BucketPath['Fn::Join'][1].at(-1)).toBe('/shop');
  });
});

describe('health checks', () => {
  test('reach the records of other stacks by weak references', () => {
    for (const stack of recordStacks) {
      const [record] = Object.values(Template.fromStack(stack).findResources('AWS::Route53::RecordSet'));
      const { HealthCheckId } = record.Properties;
      expect(HealthCheckId).toEqual({ 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Everything' }) });
    }
  });

  test('come out of the list whatever its order is', () => {
    const list = [`${ZONE}:${NAME}:${AWAY}:id-${AWAY}`, `${ZONE}:${NAME}:${HOME}:id-${HOME}`];
    const parameters = Object.values(templateOf(everything).findResources('AWS::SSM::Parameter'));
    expect(parameters).toHaveLength(2);
    for (const entries of [list, [...list].reverse()]) {
      const ids = parameters.map(({ Properties }) => evaluate(Properties.Value, entries));
      expect(ids.sort()).toEqual([`id-${AWAY}`, `id-${HOME}`]);
    }
  });

  test('go one way: the plan knows the records by name', () => {
    const text = JSON.stringify(templateOf(everything));
    for (const stack of recordStacks) expect(text).not.toContain(stack.stackName);
  });
});

describe('exchanged roles', () => {
  /** CloudFormation makes another plan when one of these changes. */
  const REPLACING = ['Name', 'PrimaryRegion', 'RecoveryApproach', 'Regions'];
  const lost = (scope: Stack) =>
    cloudwatch.Alarm.fromAlarmArn(scope, 'Lost', 'arn:aws:cloudwatch:us-east-1:111111111111:alarm:lost');

  const planAfter = (primary: string, standby: string, isTriggered = false) => {
    const stack = regionStack(testApp(), 'Recovery');
    const away = { region: standby, whenInAlarm: { lost: lost(stack) }, minimumDelay: Duration.hours(1) };
    const triggers = isTriggered ? [SwitchTrigger.activate(away)] : [];
    new RegionSwitch(stack, 'Switch', { ...defaults, regions: roles(primary, standby), triggers });
    Validations.of(stack).acknowledge({ id: 'cdk-nines::AutomaticFailover', reason: 'the plan is only compared' });
    return Template.fromStack(stack).toJSON();
  };

  test('leave everything as it is', () => {
    expect(planAfter(AWAY, HOME)).toEqual(planAfter(HOME, AWAY));
  });

  test('update the plan, and never replace it, when the alarms change sides too', () => {
    const [before, after] = [planAfter(HOME, AWAY, true), planAfter(AWAY, HOME, true)];
    const changed = Object.keys(before.Resources).filter((id) => {
      return JSON.stringify(before.Resources[id]) !== JSON.stringify(after.Resources[id]);
    });
    expect(Object.keys(after.Resources)).toEqual(Object.keys(before.Resources));
    expect(changed.map((id) => before.Resources[id].Type)).toEqual([PLAN]);
    const [was, is] = [before, after].map(({ Resources }) => Resources[changed[0]].Properties);
    expect(REPLACING.map((property) => is[property])).toEqual(REPLACING.map((property) => was[property]));
    expect(is.Triggers).not.toEqual(was.Triggers);
  });
});

test('warns of all that is legal but weaker than it looks', () => {
  const stack = regionStack(testApp(), 'Recovery', HOME);
  const drain = RecoveryStep.custom({ name: 'drain', functions, timeout, runsIn: StepRegion.DEACTIVATING });
  const alarm = cloudwatch.Alarm.fromAlarmArn(stack, 'Lost', 'arn:aws:cloudwatch:us-east-1:111111111111:alarm:lost');
  const trigger = { region: AWAY, whenInAlarm: { lost: alarm }, minimumDelay: timeout };
  const triggers = [SwitchTrigger.activate(trigger)];
  new RegionSwitch(stack, 'Switch', { ...defaults, approach: activate(drain, promote), triggers });
  const warnings = Annotations.fromStack(stack).findWarning('*', Match.anyValue());
  expect(warnings.map(({ entry }) => (entry.data as string).split(/[,:]/)[0])).toEqual([
    'The plan lives in us-east-1',
    'A promoted replica has no replica',
    'An alarm starts the plan',
    'drain runs in the region that gives up',
  ]);
});

test('works with a role of yours', () => {
  const stack = regionStack(testApp(), 'Recovery');
  const executionRole = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/plans');
  new RegionSwitch(stack, 'Switch', { ...defaults, executionRole });
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 0);
  Template.fromStack(stack).hasResourceProperties(PLAN, { ExecutionRole: 'arn:aws:iam::111111111111:role/plans' });
});

type Intrinsic = { [name: string]: [string | number, Intrinsic] };

/** The functions that the id of a health check is made with, as CloudFormation computes them. */
function evaluate(value: Intrinsic, list: string[]): string | string[] {
  const [name, [first, rest]] = Object.entries(value)[0];
  if (name === 'Fn::GetAtt') return list;
  const inner = evaluate(rest, list);
  if (name === 'Fn::Join') return (inner as string[]).join(first as string);
  return name === 'Fn::Split' ? (inner as string).split(first as string) : inner[first as number];
}
