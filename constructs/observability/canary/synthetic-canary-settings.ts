import { Duration, Size } from 'aws-cdk-lib';
import * as synthetics from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import type { CanaryTarget } from './canary-target';
import type { SyntheticCanaryProps } from './synthetic-canary-props';

/** Lambda names end with 64 characters; `cwsyn-`, `-` and an id of 36 stand around the name of the canary. */
export const LONGEST_NAME = 21;

/** Starting the library, and uploading the artifacts. */
const AROUND_STEPS_SECONDS = 30;

/** Everything that follows from the props. */
export interface CanarySettings {
  readonly name: string;
  readonly every: Duration;
  readonly timeout: Duration;
  readonly failedRuns: number;
  readonly ofRuns: number;
  readonly retention: Duration;
  readonly isRunning: boolean;
  readonly dryRun: boolean;
  readonly memory: Size;
  readonly runtime: synthetics.Runtime;
}

export function settingsOf(scope: Construct, props: SyntheticCanaryProps): CanarySettings {
  const every = props.every ?? Duration.minutes(5);
  const isRunning = props.start ?? true;
  return {
    name: props.canaryName ?? nameOf(scope),
    every,
    timeout: props.timeout ?? defaultTimeout(props.target, every),
    failedRuns: props.failedRuns ?? 2,
    ofRuns: props.ofRuns ?? 3,
    retention: props.retention ?? Duration.days(31),
    isRunning,
    // One that is stopped because its entry goes away could not succeed any more.
    dryRun: isRunning && (props.dryRun ?? true),
    memory: props.memorySize ?? Size.mebibytes(hasPages(props.target) ? 2048 : 1024),
    runtime: props.runtime ?? synthetics.Runtime.SYNTHETICS_NODEJS_PLAYWRIGHT_6_0,
  };
}

/** How long the steps take at most, one after the other. */
export function secondsOfSteps({ steps }: CanaryTarget): number {
  return steps.reduce((sum, step) => sum + step.timeLimit.toSeconds({ integral: false }), 0);
}

function defaultTimeout(target: CanaryTarget, every: Duration): Duration {
  const seconds = Math.max(60, Math.ceil(secondsOfSteps(target)) + AROUND_STEPS_SECONDS);
  return Duration.seconds(Math.min(seconds, Math.floor(every.toSeconds({ integral: false })), 840));
}

function hasPages({ steps }: CanaryTarget): boolean {
  return steps.some((step) => step._spec.kind === 'page');
}

/** Readable, and unique because the address is a hash of the path. */
function nameOf(scope: Construct): string {
  const hash = scope.node.addr.slice(-8);
  const words = scope.node.id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${words.slice(0, LONGEST_NAME - hash.length - 1)}-${hash}`;
}
