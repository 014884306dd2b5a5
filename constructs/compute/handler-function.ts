import { RemovalPolicy } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import type { TierSecurityGroup } from '../network';
import { type ManagedPolicyRole, NotificationTopic } from '../security';
import { membersGroup } from './fleet-security-group';
import { handlerFunctionChecks } from './handler-function-checks';
import { createDeadLetters, watchDeadLetters } from './handler-function-dead-letters';
import { type FunctionSettings, type HandlerFunctionProps, settingsOf } from './handler-function-props';
import { failureAlarm, releaseBy } from './handler-function-release';
import { denyInterfaces, functionRole } from './handler-function-role';
import type { FunctionRollout, ProvisionedCapacity } from './handler-function-settings';

/**
 * A Lambda function over all zones of the app tier: encrypted environment, a log group of its own in JSON, traces, a limit of
 * concurrency, and a queue for the events that it could not process.
 *
 * Survives the loss of a zone (Lambda starts environments in the others) and events that cannot be processed (put aside
 * after three tries, if the caller does not wait). With a `rollout` it survives a bad release: the alias goes back. Does not
 * survive the loss of its region, nor that of the only way out of its network. Invocations can come twice: code has to be
 * idempotent.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/security-resilience.html
 */
export class HandlerFunction extends Construct {
  /** The function. */
  public readonly function: lambda.Function;
  /** What callers invoke: the alias if there is one, otherwise the function. */
  public readonly entry: lambda.IFunction;
  /** The alias `live`: with `provisioned`, `rollout` or a snapshot, which only versions have. */
  public readonly alias?: lambda.Alias;
  /** Role of the code: grant it what it uses. */
  public readonly role: ManagedPolicyRole;
  /** Who the function is in the network. */
  public readonly securityGroup: TierSecurityGroup;
  /** Logs of the code and of Lambda. */
  public readonly logGroup: logs.LogGroup;
  /** Events that could not be processed. */
  public readonly deadLetter: sqs.IQueue;
  /** Goes off when an event was put aside; with `notifications`. */
  public readonly deadLetterAlarm?: cloudwatch.Alarm;
  /** Releases of the alias; with `rollout`. */
  public readonly releases?: codedeploy.LambdaDeploymentGroup;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    const settings = settingsOf(props);
    validate(this, handlerFunctionChecks(settings));
    const { key, allow = [], notifications } = props;
    this.logGroup = props.logVault.group(this, 'Logs');
    this.deadLetter = props.deadLetter ?? this.createDeadLetters(props, settings);
    this.securityGroup = props.securityGroup ?? membersGroup(this, props.network);
    this.role = functionRole(this, { key, logGroup: this.logGroup, deadLetter: this.deadLetter, allow });
    this.function = this.createFunction(props, settings);
    denyInterfaces(this, this.role, this.function);
    this.alias = needsAlias(props, settings) ? this.createAlias(props.provisioned) : undefined;
    this.entry = this.alias ?? this.function;
    if (notifications) this.deadLetterAlarm = watchDeadLetters(this, this.deadLetter, notifications);
    if (props.rollout) this.releases = this.release(props.rollout, props);
  }

  private createDeadLetters({ key, removalPolicy }: HandlerFunctionProps, settings: FunctionSettings): sqs.Queue {
    return createDeadLetters(this, key, settings.deadLetterRetention, removalPolicy);
  }

  private createFunction(props: HandlerFunctionProps, settings: FunctionSettings): lambda.Function {
    const made = new lambda.Function(this, 'Function', {
      code: props.code._code(),
      handler: props.handler ?? 'index.handler',
      runtime: settings.runtime,
      architecture: props.architecture ?? lambda.Architecture.ARM_64,
      description: props.description ?? this.node.path.slice(0, 256),
      role: this.role,
      vpc: props.network.vpc,
      vpcSubnets: props.network.app,
      securityGroups: [this.securityGroup.reference],
      environment: props.environment,
      environmentEncryption: props.key,
      timeout: settings.timeout,
      memorySize: settings.memory.toMebibytes(),
      reservedConcurrentExecutions: settings.reservedConcurrency,
      logGroup: this.logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      // A version that was live can be pointed at again.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
    this.setWithoutGrants(made.node.defaultChild as lambda.CfnFunction, settings);
    return made;
  }

  /** On the resource: for each of these the L2 would add statements to the role, which has them, or a warning. */
  private setWithoutGrants(resource: lambda.CfnFunction, { startup }: FunctionSettings): void {
    resource.deadLetterConfig = { targetArn: this.deadLetter.queueArn };
    resource.tracingConfig = { mode: lambda.Tracing.ACTIVE };
    if (startup._isSnapshot) resource.snapStart = { applyOn: 'PublishedVersions' };
  }

  private createAlias(provisioned?: ProvisionedCapacity): lambda.Alias {
    const alias = new lambda.Alias(this, 'Live', {
      aliasName: 'live',
      version: this.function.currentVersion,
      provisionedConcurrentExecutions: provisioned?.minimum,
    });
    if (provisioned) scaleProvisioned(alias, provisioned);
    return alias;
  }

  private release(rollout: FunctionRollout, { notifications, key }: HandlerFunctionProps) {
    const alias = this.alias!;
    const topic = () => notifications ?? new NotificationTopic(this, 'Alarms', { key }).topic;
    return releaseBy(this, alias, rollout, rollout._plan.alarms ?? [failureAlarm(this, alias, rollout, topic())]);
  }
}

/** Only versions have snapshots, only aliases and versions are provisioned, and only aliases move step by step. */
function needsAlias({ provisioned, rollout }: HandlerFunctionProps, { startup }: FunctionSettings): boolean {
  return provisioned !== undefined || rollout !== undefined || startup._isSnapshot;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html */
function scaleProvisioned(
  alias: lambda.Alias,
  { minimum, maximum = minimum, targetPercent = 70 }: ProvisionedCapacity,
) {
  if (maximum === minimum) return;
  const target = alias.addAutoScaling({ minCapacity: minimum, maxCapacity: maximum });
  target.scaleOnUtilization({ utilizationTarget: targetPercent / 100 });
}
