import { type App, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { RecoveryObjective, RegionSet, RegionalStack } from '../../../../constructs/core';
import { RecoveryStep } from '../../../../constructs/resilience/region-switch/recovery-step';
import { RegionSwitch } from '../../../../constructs/resilience/region-switch/region-switch';
import { RecoveryApproach } from '../../../../constructs/resilience/region-switch/region-switch-approach';
import type { RegionSwitchProps } from '../../../../constructs/resilience/region-switch/region-switch-props';

export const HOME = 'us-east-1';
export const AWAY = 'eu-west-1';
const ACCOUNT = '111111111111';
export const ZONE = 'Z0000000EXAMPLE';
export const NAME = 'api.example.com';

/** One value for each of the two regions. */
export function inBoth<T>(make: (region: string) => T): { [region: string]: T } {
  return { [HOME]: make(HOME), [AWAY]: make(AWAY) };
}

export const instances = inBoth((region) => `arn:aws:rds:${region}:${ACCOUNT}:db:orders`);
export const clusters = inBoth((region) => `arn:aws:rds:${region}:${ACCOUNT}:cluster:shop`);
export const functions = inBoth((region) => `arn:aws:lambda:${region}:${ACCOUNT}:function:warm`);
export const groups = inBoth(
  (region) =>
    `arn:aws:autoscaling:${region}:${ACCOUNT}:autoScalingGroup:0a1b2c3d-0000-1111-2222-333344445555:autoScalingGroupName/web`,
);
export const services = inBoth((region) => ({
  clusterArn: `arn:aws:ecs:${region}:${ACCOUNT}:cluster/app`,
  serviceArn: `arn:aws:ecs:${region}:${ACCOUNT}:service/app/api`,
}));

export const timeout = Duration.minutes(5);
export const promote = RecoveryStep.promoteDatabase({ name: 'promote', instances, timeout: Duration.minutes(15) });
export const rebuild = RecoveryStep.rebuildReplica({ name: 'rebuild', instances, timeout: Duration.minutes(90) });
export const scale = RecoveryStep.scaleService({ name: 'scale', services, timeout: Duration.minutes(10) });
export const route = RecoveryStep.routing({ name: 'route', hostedZoneId: ZONE, recordName: NAME, timeout });

/** Who is primary and who waits. */
export function roles(primary = HOME, standby = AWAY): RegionSet {
  const blocks: { [region: string]: string } = { [HOME]: '10.0.0.0/16', [AWAY]: '10.1.0.0/16' };
  return new RegionSet({
    primary: { name: primary, cidr: blocks[primary] },
    standby: standby ? [{ name: standby, cidr: blocks[standby] ?? '10.2.0.0/16' }] : [],
  });
}

export const objective = (minutes: number, rpo = Duration.minutes(5)) =>
  new RecoveryObjective({ rto: Duration.minutes(minutes), rpo });

export function regionStack(app: App, id: string, region = AWAY): RegionalStack {
  return new RegionalStack(app, id, { region, zones: [`${region}a`] });
}

export function approverRole(scope: Construct): iam.IRole {
  return iam.Role.fromRoleArn(scope, 'Approver', `arn:aws:iam::${ACCOUNT}:role/operators`);
}

/** Promote, scale, route: 30 minutes of steps, 36 with detection and DNS. */
export const defaults: RegionSwitchProps = {
  regions: roles(),
  homeRegion: HOME,
  recovery: objective(40),
  approach: RecoveryApproach.activePassive({ activate: [promote, scale, route], postRecovery: [rebuild] }),
};

export function regionSwitch(app: App, props: Partial<RegionSwitchProps> = {}, id = 'Recovery'): RegionSwitch {
  return new RegionSwitch(regionStack(app, id), 'Switch', { ...defaults, ...props });
}

export const activate = (...steps: RecoveryStep[]) => RecoveryApproach.activePassive({ activate: steps });
