import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Check } from '../core/errors';
import type { DeploymentWave } from './deployment-wave';
import { alarmChecks } from './wave-alarm-checks';
import { evaluationSeconds } from './wave-alarms';
import type { WaveTarget } from './wave-stacks';

/**
 * The longest that a rule may run, in minutes.
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RuleDeclaration.html
 */
const DAYS_60 = 60 * 24 * 60;

/** Everything that can be wrong with one wave. */
export function waveChecks(scope: Construct, wave: DeploymentWave): Check[] {
  return [nameCheck(wave), ...stackChecks(scope, wave), ...alarmChecks(scope, wave), ...timeChecks(wave)];
}

function nameCheck({ name }: DeploymentWave): Check {
  return {
    code: 'InvalidWaveName',
    property: 'waves',
    when: !/^[A-Za-z0-9.@_-]{1,80}$/.test(name),
    value: name,
    allowed: '1 to 80 letters, digits and .@_-',
    action: 'Correct the name; it becomes a stage of the pipeline',
  };
}

function stackChecks(scope: Construct, { name, region, stacks }: DeploymentWave): Check[] {
  const elsewhere = stacks._stacks.filter((stack) => stack.region !== region);
  const odd = stacks._ids.filter((id) => !/^[A-Za-z0-9][A-Za-z0-9/._-]*$/.test(id));
  const targets = stacks._targets.filter((target) => !isTarget(target));
  return [
    {
      code: 'WaveWithoutStacks',
      property: `${name}.stacks`,
      when: stacks._ids.length === 0,
      value: stacks._ids,
      allowed: 'at least one stack',
      action: 'Name what the wave deploys, or leave it out: without a name the command line deploys all',
    },
    {
      code: 'InvalidStackName',
      property: `${name}.stacks`,
      when: odd.length > 0,
      value: odd,
      allowed: 'letters, digits and /._-, beginning with a letter or digit',
      action: 'Name each stack by its construct path; patterns could match the stacks of another wave',
    },
    {
      code: 'InvalidTarget',
      property: `${name}.stacks`,
      when: targets.length > 0,
      value: targets,
      allowed: 'an account of 12 digits, and a qualifier of 1 to 10 letters, digits, _ and -',
      action: 'State what the account was bootstrapped with; the roles of the deployment are named after it',
    },
    {
      code: 'StackInOtherRegion',
      property: `${name}.stacks`,
      when: elsewhere.length > 0,
      value: elsewhere.map((stack) => `${stack.node.path} in ${Token.isUnresolved(stack.region) ? '?' : stack.region}`),
      allowed: `stacks whose region is the literal ${region}`,
      action: 'Give each region waves of its own, and each stack a region',
    },
    {
      code: 'PipelineDeploysItself',
      property: `${name}.stacks`,
      when: stacks._stacks.includes(Stack.of(scope)),
      value: Stack.of(scope).node.path,
      allowed: 'any stack but the one with the pipeline',
      action: 'Deploy the stack of the pipeline by hand: an update of the pipeline stops the execution that makes it',
    },
  ];
}

/** As they stand in the names of bootstrap roles. */
function isTarget({ account, qualifier }: WaveTarget): boolean {
  const isAccount = account === undefined || Token.isUnresolved(account) || /^\d{12}$/.test(account);
  return isAccount && /^[A-Za-z0-9_-]{1,10}$/.test(qualifier);
}

function timeChecks({ name, bake, alarms }: DeploymentWave): Check[] {
  const minutes = bake.toMinutes({ integral: false });
  const slowest = Math.max(0, ...alarms.map((alarm) => evaluationSeconds(alarm) ?? 0)) / 60;
  return [
    {
      code: 'BakeOutOfRange',
      property: `${name}.bake`,
      when: !Number.isInteger(minutes) || minutes < 1 || minutes > DAYS_60,
      value: bake.toString(),
      allowed: 'whole minutes, up to 60 days',
      action: 'State how long the alarms are watched',
    },
    {
      code: 'BakeTooShort',
      property: `${name}.bake`,
      when: minutes < slowest,
      value: `${minutes} minutes`,
      allowed: `at least ${Math.ceil(slowest)} minutes, which the slowest of its alarms takes to evaluate`,
      action: 'Bake longer or choose faster alarms: this one would speak after the next wave has begun',
    },
  ];
}
