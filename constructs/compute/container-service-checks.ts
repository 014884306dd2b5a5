import { TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Check } from '../core/errors';
import type { ContainerServiceProps } from './container-service';
import type { FleetCapacity } from './fleet-capacity';
import { isOutside, targetTypeCheck } from './load-balancer-target-checks';
import { policiesOf, serviceCapacityChecks, sizeOf, type TaskSize } from './service-capacity';
import { configurationChecks } from './service-configuration';
import { serviceScalingChecks } from './service-scaling-checks';
import type { ServiceSettings } from './service-settings';

/** Memory that Fargate offers for a number of CPU units: the first, the last and the distance between them, in MiB. */
interface MemoryRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size */
const FARGATE_SIZES: { [cpu: number]: MemoryRange } = {
  256: { from: 512, to: 2048, step: 512 },
  512: { from: 1024, to: 4096, step: 1024 },
  1024: { from: 2048, to: 8192, step: 1024 },
  2048: { from: 4096, to: 16384, step: 1024 },
  4096: { from: 8192, to: 30720, step: 1024 },
  8192: { from: 16384, to: 61440, step: 4096 },
  16384: { from: 32768, to: 122880, step: 8192 },
};

/** Everything that can be wrong with a service. */
export function serviceChecks(settings: ServiceSettings, capacity: FleetCapacity, hasLoadBalancer: boolean): Check[] {
  return [
    ...serviceCapacityChecks(settings, capacity),
    ...serviceScalingChecks(policiesOf(settings), { ...capacity, hasLoadBalancer }),
    sizeCheck(sizeOf(settings)),
    ...containerChecks(settings),
    ...variableChecks(settings),
  ];
}

/** How a service fits what sends requests to it. */
export function taskTargetChecks({ port, target }: ContainerServiceProps): Check[] {
  return [
    targetTypeCheck(TargetType.IP, target),
    {
      code: 'MissingPort',
      property: 'port',
      when: target !== undefined && port === undefined,
      value: port,
      allowed: 'the port of the target',
      action: 'State the port on which the container answers the load balancer',
    },
    {
      code: 'PortNotOfTarget',
      property: 'port',
      when: target !== undefined && port !== undefined && port !== target.port,
      value: port,
      allowed: `the port of the target, ${target?.port}: the load balancer may connect to no other`,
      action: 'State the same port twice',
    },
  ];
}

function variableChecks({ configuration = {}, secrets = {} }: ServiceSettings): Check[] {
  const taken = Object.keys(secrets);
  return Object.entries(configuration).flatMap(([name, value]) => configurationChecks(name, value, taken));
}

function sizeCheck({ cpu, memory }: TaskSize): Check {
  const mebibytes = memory.toMebibytes();
  const range = FARGATE_SIZES[cpu];
  return {
    code: 'FargateSizeNotOffered',
    property: 'memory',
    when: !range || !isIn(range, mebibytes),
    value: `${cpu} CPU units with ${mebibytes} MiB`,
    allowed: range ? describe(cpu, range) : `${Object.keys(FARGATE_SIZES).join(', ')} CPU units`,
    action: 'Choose a combination that Fargate offers',
  };
}

// 256 units come with 512, 1024 and 2048 MiB: the step of 512 would also let 1536 in.
function isIn({ from, to, step }: MemoryRange, mebibytes: number): boolean {
  return mebibytes >= from && mebibytes <= to && mebibytes % step === 0 && mebibytes !== 1536;
}

function describe(cpu: number, { from, to, step }: MemoryRange): string {
  return cpu === 256 ? '512, 1024 or 2048 MiB' : `${from} to ${to} MiB in steps of ${step}`;
}

function containerChecks({ stopTimeout, exec, readOnlyRoot }: ServiceSettings): Check[] {
  return [
    {
      code: 'StopTimeoutOutOfRange',
      property: 'stopTimeout',
      when: isOutside(stopTimeout, 2, 120),
      value: stopTimeout?.toString(),
      allowed: '2 to 120 seconds',
      action: 'State how long a task takes to finish what it has begun',
    },
    {
      code: 'ExecNeedsWritableRoot',
      property: 'exec',
      when: exec === true && readOnlyRoot !== false,
      value: exec,
      allowed: '`exec` together with `readOnlyRoot: false`',
      action: 'Make the root file system writable, because the agent that opens the shell writes to it',
    },
  ];
}
