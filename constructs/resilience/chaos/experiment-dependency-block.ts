import { portCheck } from './experiment-checks';
import { FailureDomain } from './experiment-failure';
import { runOnServers } from './experiment-fault-command';
import { cutSubnets } from './experiment-fault-network';
import type { TaggedExperimentProps } from './experiment-props';
import { durationOf, type ExperimentSpec, shareOf, tagOf } from './experiment-spec';

/** Something that the workload needs and does not run itself. */
export class Dependency {
  /** DynamoDB in this region, blocked for subnets. */
  public static dynamoDb(): Dependency {
    return new Dependency('dynamodb', 'DynamoDb');
  }

  /** S3 in this region, blocked for subnets. */
  public static s3(): Dependency {
    return new Dependency('s3', 'S3');
  }

  /** Addresses of a prefix list of yours with at most 10 entries, by name, id or ARN, blocked for subnets. */
  public static prefixList(prefixList: string): Dependency {
    return new Dependency('prefix-list', 'PrefixList', prefixList);
  }

  /** A TCP port to which servers connect, for example that of a database, blocked on the servers. */
  public static port(port: number): Dependency {
    return new Dependency('port', `Port${port}`, undefined, port);
  }

  private constructor(
    /** @internal */
    public readonly _scope: string,
    /** @internal */
    public readonly _label: string,
    /** @internal */
    public readonly _prefixList?: string,
    /** @internal */
    public readonly _port?: number,
  ) {}
}

/** A dependency that is gone. */
export interface DependencyBlockProps extends TaggedExperimentProps {
  /** What is gone. */
  readonly dependency: Dependency;
}

/** Some servers, or some subnets, cannot reach a dependency: does the system degrade, or fall? */
export function dependencyBlock(props: DependencyBlockProps): ExperimentSpec {
  const { _label: label, _port: port } = props.dependency;
  return {
    name: props.name ?? `DependencyBlock-${label}`,
    props,
    share: shareOf(props),
    injects: [FailureDomain.DEPENDENCY],
    checks: () => (port === undefined ? [] : [portCheck(port)]),
    plan: (context) =>
      port === undefined
        ? cutSubnets(context, tagOf(props, context), shareOf(props), cutOf(props))
        : runOnServers(context, props, blackhole(port)),
  };
}

function cutOf(props: DependencyBlockProps) {
  const { _scope: scope, _prefixList: prefixList } = props.dependency;
  return { scope, prefixList, duration: durationOf(props) };
}

function blackhole(port: number) {
  return {
    action: 'BlockPort',
    document: 'AWSFIS-Run-Network-Blackhole-Port',
    parameters: { Protocol: 'tcp', Port: `${port}`, TrafficType: 'egress' },
  };
}
