import { Token } from 'aws-cdk-lib';
import { CfnScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Check } from '../../core/errors';
import { LESS_THAN_WANTED, type PrewarmItem, type PrewarmKind, wholeCheck } from './prewarm-kind';
import { atLeast, present } from './prewarm-states';

const alias = { 'FunctionName.$': '$.change.function', 'Qualifier.$': '$.change.alias' };

const read = { api: 'lambda:getProvisionedConcurrencyConfig', parameters: alias };

const provision = (path: string) => ({
  api: 'lambda:putProvisionedConcurrencyConfig',
  parameters: { ...alias, 'ProvisionedConcurrentExecutions.$': path },
});

const NOTHING_BEFORE = { Variable: '$.before.value', NumericEquals: 0 };

/**
 * Environments that an alias keeps initialized.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
 */
const CONCURRENCY: PrewarmKind = {
  name: 'concurrency',
  read,
  missing: 'Lambda.ProvisionedConcurrencyConfigNotFoundException',
  found: ['$.read.RequestedProvisionedConcurrentExecutions'],
  value: { 'value.$': '$.read.RequestedProvisionedConcurrentExecutions' },
  isOptional: true,
  raises: [{ name: 'Raise concurrency', when: [LESS_THAN_WANTED], call: provision('$.change.want') }],
  check: read,
  reached: [
    present('$.read.AvailableProvisionedConcurrentExecutions'),
    atLeast('$.read.AvailableProvisionedConcurrentExecutions', '$.change.want'),
  ],
  restores: [
    {
      name: 'Remove concurrency',
      when: [NOTHING_BEFORE],
      call: { api: 'lambda:deleteProvisionedConcurrencyConfig', parameters: alias },
    },
    { name: 'Restore concurrency', when: [], call: provision('$.before.value') },
  ],
};

const FIVE_MINUTES = 5 * 60;

/** Lambda initializes up to 6,000 environments a minute for a function, after a minute or two. */
const PER_SECOND = 100;

/**
 * Concurrent executions of a region unless AWS was asked for more, and how many of them nobody may take for himself.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
const QUOTA = 1000;
const UNRESERVED = 100;

/** An alias that keeps environments ready. */
export function concurrencyItem(handler: lambda.IAlias, want: number, seconds?: number): PrewarmItem {
  const { functionName } = handler.version.lambda;
  return {
    kind: CONCURRENCY,
    resource: handler.node.path,
    label: `${want} environments of ${handler.node.path}`,
    input: { function: functionName, alias: handler.aliasName, want },
    warmUpSeconds: seconds ?? FIVE_MINUTES + Math.ceil(want / PER_SECOND),
    reads: [],
    statements: [
      new iam.PolicyStatement({
        actions: ['Get', 'Put', 'Delete'].map((verb) => `lambda:${verb}ProvisionedConcurrencyConfig`),
        resources: [handler.functionArn],
      }),
    ],
    exceeds: want > QUOTA - UNRESERVED ? `a region may have ${QUOTA}, of which ${UNRESERVED} stay free` : undefined,
    checks: [wholeCheck('provisionedConcurrency', want, 1), scaledCheck(handler), reservedCheck(handler, want)],
  };
}

/** Who scales the concurrency would undo what the event sets. */
function scaledCheck(handler: lambda.IAlias): Check {
  return {
    code: 'ConcurrencyScaledAlready',
    property: 'provisionedConcurrency',
    when: handler.node.findAll().some((child) => child instanceof CfnScalableTarget),
    value: handler.node.path,
    allowed: 'an alias whose provisioned concurrency is not scaled: Application Auto Scaling would undo the event',
    action: 'Schedule its minimum where it is scaled, or remove the scaling',
  };
}

/** Lambda refuses to initialize more than the function may run at the same time. */
function reservedCheck({ version }: lambda.IAlias, want: number): Check {
  const resource = version.lambda.node.defaultChild;
  const reserved = resource instanceof lambda.CfnFunction ? resource.reservedConcurrentExecutions : undefined;
  return {
    code: 'ProvisionedAboveReserved',
    property: 'provisionedConcurrency',
    when: reserved !== undefined && !Token.isUnresolved(reserved) && want > reserved,
    value: want,
    allowed: `at most the reserved concurrency of ${reserved}`,
    action: 'Reserve more, or provision less',
  };
}
