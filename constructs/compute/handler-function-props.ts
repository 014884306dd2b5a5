import { Duration, type RemovalPolicy, Size } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { ITieredVpc, TierSecurityGroup } from '../network';
import type { LogVault } from '../security';
import type { HandlerCode } from './handler-code';
import { type FunctionRollout, type ProvisionedCapacity, Startup } from './handler-function-settings';

/** A function. */
export interface HandlerFunctionProps {
  /** What runs. */
  readonly code: HandlerCode;
  /** Where it runs: in all zones of the app tier. It reaches AWS through the way out of the network or its endpoints. */
  readonly network: ITieredVpc;
  /** Encrypts the environment variables and the dead letters. */
  readonly key: kms.IKey;
  /** Makes the log group. */
  readonly logVault: LogVault;
  /**
   * Most invocations at the same time, which are taken out of the quota of the account: the peak rate times the duration.
   * Also the most connections that the function opens to whatever it uses. The deployment fails when it leaves less than 100
   * to all others; a new account may have so few in all that AWS has to be asked for more first.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   */
  readonly reservedConcurrency: number;
  /**
   * File and function that are called.
   * @default index.handler
   */
  readonly handler?: string;
  /**
   * Runtime of the code.
   * @default - the newest Node.js
   */
  readonly runtime?: lambda.Runtime;
  /**
   * Processor of the code.
   * @default - ARM64
   */
  readonly architecture?: lambda.Architecture;
  /**
   * Environment variables, for what is not secret.
   * @default - none
   */
  readonly environment?: { [name: string]: string };
  /**
   * What the code may do, beside writing its logs and traces.
   * @default - nothing else
   */
  readonly allow?: iam.PolicyStatement[];
  /**
   * When an invocation is ended: 1 second to 15 minutes.
   * @default - 30 seconds
   */
  readonly timeout?: Duration;
  /**
   * Memory: 128 to 10,240 MiB. CPU grows with it.
   * @default - 512 MiB
   */
  readonly memory?: Size;
  /**
   * Gets the events of asynchronous invocations that failed three times. Not used by callers that wait, nor by queues and
   * streams, which keep what failed themselves.
   * @default - a new queue
   */
  readonly deadLetter?: sqs.IQueue;
  /**
   * How long the new queue keeps them: 1 minute to 14 days. An alarm on it stays on until then, or until it is emptied.
   * @default - 14 days
   */
  readonly deadLetterRetention?: Duration;
  /**
   * Told when an event was put aside, and when a release fails.
   * @default - no alarm on dead letters; a topic of its own for releases
   */
  readonly notifications?: sns.ITopic;
  /**
   * Environments that are always warm. Bursts beyond them meet cold starts, at most 1,000 new environments in 10 seconds.
   * @default - none
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
   */
  readonly provisioned?: ProvisionedCapacity;
  /**
   * How an execution environment starts.
   * @default Startup.normal()
   */
  readonly startup?: Startup;
  /**
   * How invocations move to a new version.
   * @default - at once, when the function is updated
   */
  readonly rollout?: FunctionRollout;
  /**
   * Who the function is in the network.
   * @default - a new group: nobody may connect, the function may connect to anywhere
   */
  readonly securityGroup?: TierSecurityGroup;
  /**
   * What the function is for.
   * @default - the path of the construct
   */
  readonly description?: string;
  /**
   * What happens to the queue of dead letters when it leaves the stack.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** What the user said, with the defaults filled in. */
export interface FunctionSettings {
  readonly reservedConcurrency: number;
  readonly runtime: lambda.Runtime;
  readonly timeout: Duration;
  readonly memory: Size;
  readonly startup: Startup;
  readonly deadLetterRetention: Duration;
  readonly provisioned?: ProvisionedCapacity;
  /** Names of the environment variables. */
  readonly variables: string[];
}

export function settingsOf(props: HandlerFunctionProps): FunctionSettings {
  return {
    reservedConcurrency: props.reservedConcurrency,
    runtime: props.runtime ?? lambda.Runtime.NODEJS_24_X,
    timeout: props.timeout ?? Duration.seconds(30),
    memory: props.memory ?? Size.mebibytes(512),
    startup: props.startup ?? Startup.normal(),
    deadLetterRetention: props.deadLetterRetention ?? Duration.days(14),
    provisioned: props.provisioned,
    variables: Object.keys(props.environment ?? {}),
  };
}
