import { Duration, Tags, Token, Validations } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { validate } from '../core/errors';
import type { AlarmHealthOptions, HttpsHealthOptions } from './health-options';
import { alarmChecks, calculatedChecks, existingChecks, httpsChecks } from './health-source-checks';

/**
 * Where Route 53 learns whether a target is healthy. A value: the health check itself is made by the record that uses it,
 * in the record's stack.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-types.html
 */
export class HealthSource {
  /**
   * Health checkers all over the world ask the endpoint. Notices within interval times threshold (30 seconds by default)
   * that it is gone; the TTL of the record comes on top. Answers of a load balancer alone are shallow: ask for a path that
   * says whether the region can serve.
   */
  public static https(options: HttpsHealthOptions): HealthSource {
    validate('HealthSource.https', httpsChecks(options));
    const props = httpsProps(options);
    const make = (scope: Construct, id: string) =>
      warnOfFlapping(named(new route53.HealthCheck(scope, id, props)), props);
    return new HealthSource(make, [options.domainName], false);
  }

  /** The metric of an alarm decides: for private targets, and for what only the inside knows (lag, errors, depth). */
  public static alarm(options: AlarmHealthOptions): HealthSource {
    validate('HealthSource.alarm', alarmChecks(options.alarm));
    const make = (scope: Construct, id: string) => named(new route53.HealthCheck(scope, id, alarmProps(options)));
    return new HealthSource(make, [], false);
  }

  /**
   * Several sources by name, of which `healthyThreshold` have to be healthy (all of them when it is not given). The names
   * become construct ids.
   */
  public static calculated(sources: { [name: string]: HealthSource }, healthyThreshold?: number): HealthSource {
    const children = Object.entries(sources);
    const nested = children.filter(([, source]) => source._isCalculated).map(([name]) => name);
    validate('HealthSource.calculated', calculatedChecks(children.length, nested, healthyThreshold));
    const make = (scope: Construct, id: string) => {
      const childHealthChecks = children.map(([name, source]) => source._bind(scope, `${id}-${name}`));
      const type = route53.HealthCheckType.CALCULATED;
      const healthThreshold = healthyThreshold ?? children.length;
      return named(new route53.HealthCheck(scope, id, { type, childHealthChecks, healthThreshold }));
    };
    const endpoints = children.flatMap(([, source]) => source._endpoints);
    return new HealthSource(make, endpoints, true);
  }

  /** A health check that exists already, for example one of a Region switch plan. */
  public static existing(healthCheckId: string): HealthSource {
    validate('HealthSource.existing', existingChecks(healthCheckId));
    const make = (scope: Construct, id: string) => route53.HealthCheck.fromHealthCheckId(scope, id, healthCheckId);
    return new HealthSource(make, [], false);
  }

  private constructor(
    /** @internal */ public readonly _bind: (scope: Construct, id: string) => route53.IHealthCheck,
    /** @internal */ public readonly _endpoints: string[],
    /** @internal */ public readonly _isCalculated: boolean,
  ) {}
}

function httpsProps(options: HttpsHealthOptions): route53.HealthCheckProps {
  const { HTTPS, HTTPS_STR_MATCH } = route53.HealthCheckType;
  return {
    type: options.searchString === undefined ? HTTPS : HTTPS_STR_MATCH,
    fqdn: options.domainName,
    port: options.port ?? 443,
    resourcePath: options.path ?? '/',
    enableSNI: true,
    requestInterval: options.interval ?? Duration.seconds(10),
    failureThreshold: options.failureThreshold ?? 3,
    searchString: options.searchString,
    measureLatency: options.measureLatency ?? false,
    regions: options.regions,
  };
}

function alarmProps({ alarm, insufficientData }: AlarmHealthOptions): route53.HealthCheckProps {
  return {
    type: route53.HealthCheckType.CLOUDWATCH_METRIC,
    alarmIdentifier: { name: alarm.alarmName, region: regionOf(alarm) },
    insufficientDataHealthStatus: insufficientData ?? route53.InsufficientDataHealthStatusEnum.UNHEALTHY,
  };
}

/** An imported alarm claims the region of the stack that imports it; only its ARN knows better. */
function regionOf(alarm: cloudwatch.IAlarm): string {
  const region = alarm.alarmArn.split(':')[3];
  return !region || Token.isUnresolved(region) ? alarm.env.region : region;
}

/** The console shows health checks by their `Name` tag and nothing else. */
function named(check: route53.HealthCheck): route53.HealthCheck {
  Tags.of(check).add('Name', check.node.path.slice(-256));
  return check;
}

function warnOfFlapping(check: route53.HealthCheck, props: route53.HealthCheckProps): route53.HealthCheck {
  if (props.failureThreshold !== 1) return check;
  const message = `One failed request in ${props.requestInterval!.toSeconds()} s makes the target unhealthy`;
  Validations.of(check).addWarning(
    'cdk-nines::FlappingHealthCheck',
    `${message}, and one success makes it healthy again. Ask for 2 or more in a row (failureThreshold).`,
  );
  return check;
}
