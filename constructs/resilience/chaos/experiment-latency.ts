import { Duration } from 'aws-cdk-lib';
import type { Check } from '../../core/errors';
import { FailureDomain } from './experiment-failure';
import { runOnServers } from './experiment-fault-command';
import type { TaggedExperimentProps } from './experiment-props';
import { type ExperimentSpec, shareOf } from './experiment-spec';

/** A dependency that answers late. */
export interface LatencyProps extends TaggedExperimentProps {
  /** What answers late: IPv4 addresses and ranges, domain names, zones, `DYNAMODB` or `S3` of this region, or `ALL`. */
  readonly sources: string[];
  /**
   * Time that is added to what the servers send there.
   * @default - 200 milliseconds
   */
  readonly delay?: Duration;
  /**
   * By how much the delay varies.
   * @default - 10 milliseconds
   */
  readonly jitter?: Duration;
}

/** What some servers send to their sources is late: time-outs, retries and circuit breakers have to do their work. */
export function latency(props: LatencyProps): ExperimentSpec {
  const { sources, delay = Duration.millis(200), jitter = Duration.millis(10) } = props;
  const command = {
    action: 'AddLatency',
    document: 'AWSFIS-Run-Network-Latency-Sources',
    parameters: {
      Sources: sources.join(','),
      DelayMilliseconds: `${delay.toMilliseconds()}`,
      JitterMilliseconds: `${jitter.toMilliseconds()}`,
      TrafficType: 'egress',
    },
  };
  return {
    name: props.name ?? 'Latency',
    props,
    share: shareOf(props),
    injects: [FailureDomain.DEPENDENCY],
    checks: () => [noSources(sources), noDelay(delay)],
    plan: (context) => runOnServers(context, props, command),
  };
}

function noSources(sources: string[]): Check {
  return {
    code: 'LatencyWithoutSources',
    property: 'sources',
    when: sources.length === 0 || sources.some((source) => /[\s,]/.test(source) || source === ''),
    value: sources,
    allowed: 'at least one address, range, domain name or zone, without spaces and commas',
    action: 'Name what answers late',
  };
}

function noDelay(delay: Duration): Check {
  return {
    code: 'LatencyNotPositive',
    property: 'delay',
    when: delay.toMilliseconds() <= 0,
    value: delay.toString(),
    allowed: 'more than 0 milliseconds',
    action: 'State the delay that you expect to survive',
  };
}
