import type { Construct } from 'constructs';
import type { Check } from '../core/errors';
import type { DeploymentWave } from './deployment-wave';
import type { DeploymentWavesProps } from './deployment-waves-props';
import { waveChecks } from './wave-checks';

/**
 * Stages of one pipeline.
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
const STAGES = 50;

/** Everything that can be wrong with a deployment in waves. */
export function deploymentWavesChecks(scope: Construct, props: DeploymentWavesProps): Check[] {
  return [
    ...listChecks(props.waves),
    ...optionChecks(props),
    ...props.waves.flatMap((wave) => [...waveChecks(scope, wave), ...approvalChecks(wave)]),
  ];
}

function listChecks(waves: DeploymentWave[]): Check[] {
  const stages = [
    'Source',
    ...waves.flatMap(({ name, approval }) => (approval._manual ? [approvalStage(name), name] : [name])),
  ];
  return [
    {
      code: 'NoWaves',
      property: 'waves',
      when: waves.length === 0,
      value: waves.length,
      allowed: 'at least one wave',
      action: 'State what is deployed, for example with DeploymentWave.regionByRegion()',
    },
    {
      code: 'TooManyStages',
      property: 'waves',
      when: stages.length > STAGES,
      value: stages.length,
      allowed: `at most ${STAGES} stages: the source, each wave and each approval`,
      action: 'Deploy more stacks of a region in one wave',
    },
    {
      code: 'DuplicateWaveName',
      property: 'waves',
      when: repeated(stages).length > 0,
      value: repeated(stages),
      allowed: 'every name once, and not Source or that of an approval',
      action: 'Give each wave a name of its own',
    },
    duplicateStacks(waves),
  ];
}

function duplicateStacks(waves: DeploymentWave[]): Check {
  const twice = repeated(waves.flatMap(({ stacks }) => stacks._ids));
  return {
    code: 'StackInTwoWaves',
    property: 'waves',
    when: twice.length > 0,
    value: twice,
    allowed: 'each stack once, in one wave',
    action: 'Keep it in the earlier wave: in the later one there is nothing left to deploy',
  };
}

function optionChecks({ cliVersion = '0.0.0', assemblyKey = '.zip', deployTimeout }: DeploymentWavesProps): Check[] {
  const minutes = deployTimeout?.toMinutes({ integral: false }) ?? 5;
  return [
    {
      code: 'InvalidCliVersion',
      property: 'cliVersion',
      when: !/^\d+\.\d+\.\d+$/.test(cliVersion),
      value: cliVersion,
      allowed: 'an exact version, for example 2.1148.1',
      action: 'Pin the version: a tag may be another program tomorrow',
    },
    {
      code: 'InvalidAssemblyKey',
      property: 'assemblyKey',
      when: !/^[\w!.*'()/-]*\.zip$/.test(assemblyKey),
      value: assemblyKey,
      allowed: 'the key of one zip file, for example assembly.zip',
      action: 'Zip the contents of cdk.out',
    },
    {
      code: 'DeployTimeoutOutOfRange',
      property: 'deployTimeout',
      when: !Number.isInteger(minutes) || minutes < 5 || minutes > 8 * 60,
      value: deployTimeout?.toString(),
      allowed: 'whole minutes, 5 minutes to 8 hours',
      action: 'State how long one wave may take, or deploy fewer stacks in it',
    },
  ];
}

function approvalChecks({ name, approval: { _manual: manual } }: DeploymentWave): Check[] {
  const minutes = manual?.within?.toMinutes({ integral: false }) ?? 5;
  return [
    {
      code: 'ApprovalTimeOutOfRange',
      property: `${name}.approval`,
      when: !Number.isInteger(minutes) || minutes < 5 || minutes > 60 * 24 * 60,
      value: manual?.within?.toString(),
      allowed: 'whole minutes, 5 minutes to 60 days',
      action: 'State how long people have',
    },
    {
      code: 'InstructionsTooLong',
      property: `${name}.approval`,
      when: (manual?.instructions?.length ?? 0) > 1000,
      value: manual?.instructions?.length,
      allowed: 'at most 1,000 characters',
      action: 'Shorten the text, or put a link to the page into it',
    },
  ];
}

/** Name of the stage in which people decide about a wave. */
export function approvalStage(waveName: string): string {
  return `Approve-${waveName}`;
}

function repeated(names: string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
