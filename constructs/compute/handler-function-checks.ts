import { SizeRoundingBehavior } from 'aws-cdk-lib';
import type { Check } from '../core/errors';
import type { FunctionSettings } from './handler-function-props';

/** Everything that can be wrong with a function. */
export function handlerFunctionChecks(settings: FunctionSettings): Check[] {
  return [
    ...limitChecks(settings),
    ...provisionedChecks(settings),
    ...snapshotChecks(settings),
    variableCheck(settings),
  ];
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
function limitChecks({ reservedConcurrency, timeout, memory, deadLetterRetention }: FunctionSettings): Check[] {
  const seconds = timeout.toSeconds({ integral: false });
  const kept = deadLetterRetention.toMinutes({ integral: false });
  const mebibytes = memory.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR });
  return [
    {
      code: 'ReservedConcurrencyOutOfRange',
      property: 'reservedConcurrency',
      when: !Number.isInteger(reservedConcurrency) || reservedConcurrency < 1,
      value: reservedConcurrency,
      allowed: 'a whole number, 1 or more',
      action: 'State how many invocations may run at the same time: peak rate times duration',
    },
    {
      code: 'TimeoutOutOfRange',
      property: 'timeout',
      when: !Number.isInteger(seconds) || seconds < 1 || seconds > 900,
      value: timeout.toString(),
      allowed: 'whole seconds, from 1 second to 15 minutes',
      action: 'State somewhat more than the slowest good invocation takes',
    },
    {
      code: 'MemoryOutOfRange',
      property: 'memory',
      when: mebibytes < 128 || mebibytes > 10240,
      value: mebibytes,
      allowed: '128 to 10240 MiB',
      action: 'Choose a size in this range; CPU grows with it',
    },
    {
      code: 'RetentionOutOfRange',
      property: 'deadLetterRetention',
      when: kept < 1 || kept > 14 * 24 * 60,
      value: deadLetterRetention.toString(),
      allowed: '1 minute to 14 days',
      action: 'State how long somebody may need to look at what was put aside',
    },
  ];
}

function provisionedChecks({ provisioned, reservedConcurrency }: FunctionSettings): Check[] {
  if (!provisioned) return [];
  const { minimum, maximum = minimum, targetPercent = 70 } = provisioned;
  return [
    {
      code: 'ProvisionedOutOfRange',
      property: 'provisioned.minimum, provisioned.maximum',
      when: ![minimum, maximum].every(Number.isInteger) || minimum < 1 || maximum < minimum,
      value: [minimum, maximum],
      allowed: 'whole numbers, the minimum 1 or more, the maximum not below it',
      action: 'State how many environments a burst finds ready, and how many the peak needs',
    },
    {
      code: 'ProvisionedAboveReserved',
      property: 'provisioned.maximum',
      when: maximum > reservedConcurrency,
      value: maximum,
      allowed: `at most the reserved concurrency of ${reservedConcurrency}`,
      action: 'Reserve more, or provision less',
    },
    {
      code: 'UtilizationOutOfRange',
      property: 'provisioned.targetPercent',
      when: !(targetPercent >= 10 && targetPercent <= 90),
      value: targetPercent,
      allowed: '10 to 90 percent',
      action: 'Leave room for what arrives while more are started: 70 is a good start',
    },
  ];
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html */
function snapshotChecks({ startup, runtime, provisioned }: FunctionSettings): Check[] {
  return [
    {
      code: 'SnapshotNotSupported',
      property: 'startup',
      when: startup._isSnapshot && !runtime.supportsSnapStart,
      value: `Startup.snapshot() with ${runtime.name}`,
      allowed: 'a runtime that can be restored from a snapshot: Java, Python or .NET',
      action: 'Use Startup.normal(), and `provisioned` against cold starts',
    },
    {
      code: 'SnapshotWithProvisioned',
      property: 'startup',
      when: startup._isSnapshot && provisioned !== undefined,
      value: 'Startup.snapshot() with provisioned capacity',
      allowed: 'one of them',
      action: 'Provision for a burst that must not wait at all, otherwise take the snapshot',
    },
  ];
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
function variableCheck({ variables }: FunctionSettings): Check {
  const wrong = variables.filter((name) => !/^[A-Za-z]\w+$/.test(name));
  return {
    code: 'InvalidVariableName',
    property: 'environment',
    when: wrong.length > 0,
    value: wrong,
    allowed: 'names of a letter, and one or more letters, digits and underscores',
    action: 'Rename the variables',
  };
}
