import { Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Check } from '../core/errors';
import { canonicalName, isRecordName } from './domain-name';
import type { HttpsHealthOptions } from './health-options';

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
const CHECKER_REGIONS = [
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-west-1',
  'sa-east-1',
  'us-east-1',
  'us-west-1',
  'us-west-2',
];

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const CHILDREN = 255;

/** Statistics that Route 53 can compute, in the spellings that CloudWatch takes. */
const SIMPLE_STATISTICS = ['average', 'avg', 'minimum', 'min', 'maximum', 'max', 'sum', 'samplecount', 'n'];

/** Everything that can be wrong with an HTTPS check. */
export function httpsChecks(options: HttpsHealthOptions): Check[] {
  return [...endpointChecks(options), ...rhythmChecks(options)];
}

function endpointChecks({ domainName, path = '/', searchString }: HttpsHealthOptions): Check[] {
  const name = canonicalName(domainName);
  return [
    {
      code: 'InvalidHealthEndpoint',
      property: 'domainName',
      when: !isRecordName(name) || name.startsWith('*'),
      value: domainName,
      allowed: 'the full domain name of one endpoint, without scheme and path',
      action: 'State a name such as eu-west-1.origin.example.com',
    },
    {
      code: 'PrivateHealthEndpoint',
      property: 'domainName',
      when: /^(dualstack\.)?internal-.*\.elb\./.test(name),
      value: domainName,
      allowed: 'a public name, because health checkers are outside the VPC',
      action: 'Check the public name of the region, or let an alarm decide (HealthSource.alarm)',
    },
    {
      code: 'InvalidHealthPath',
      property: 'path',
      when: !Token.isUnresolved(path) && !(path.startsWith('/') && path.length <= 255),
      value: path,
      allowed: 'at most 255 characters that begin with /',
      action: 'State a path such as /health',
    },
    {
      code: 'SearchStringOutOfRange',
      property: 'searchString',
      when: searchString !== undefined && (searchString.length < 1 || searchString.length > 255),
      value: searchString,
      allowed: '1 to 255 characters',
      action: 'Search for a short text, or leave the property out',
    },
  ];
}

function rhythmChecks({ interval, failureThreshold = 3, regions = CHECKER_REGIONS }: HttpsHealthOptions): Check[] {
  const known = new Set(regions.filter((region) => CHECKER_REGIONS.includes(region)));
  return [
    {
      code: 'IntervalNotOffered',
      property: 'interval',
      when: interval !== undefined && ![10, 30].includes(interval.toSeconds({ integral: false })),
      value: interval?.toString(),
      allowed: '10 or 30 seconds',
      action: 'Use Duration.seconds(10) or Duration.seconds(30)',
    },
    {
      code: 'FailureThresholdOutOfRange',
      property: 'failureThreshold',
      when: !(Number.isInteger(failureThreshold) && failureThreshold >= 1 && failureThreshold <= 10),
      value: failureThreshold,
      allowed: 'a whole number from 1 to 10',
      action: 'State how many requests in a row change the status',
    },
    {
      code: 'TooFewCheckerRegions',
      property: 'regions',
      when: known.size < 3 || known.size < regions.length,
      value: regions,
      allowed: `three or more of ${CHECKER_REGIONS.join(', ')}`,
      action: 'Leave the property out, or name three regions that have health checkers',
    },
  ];
}

/** Why Route 53 could not follow an alarm; an imported alarm is trusted. */
export function alarmChecks(alarm: cloudwatch.IAlarm): Check[] {
  return [
    {
      code: 'AlarmNotReadable',
      property: 'alarm',
      when: obstacle(alarm) !== undefined,
      value: obstacle(alarm),
      allowed: 'an alarm on one metric with a period of 60 s or more, a simple statistic and no "M out of N"',
      action: 'Make one such alarm per condition and combine them (HealthSource.calculated)',
    },
  ];
}

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html */
function obstacle(alarm: cloudwatch.IAlarm): string | undefined {
  if (alarm instanceof cloudwatch.CompositeAlarm) return 'a composite alarm';
  if (!(alarm instanceof cloudwatch.Alarm)) return undefined;
  const { metricStat } = alarm.metric.toMetricConfig();
  if (!metricStat) return 'an alarm on metric math';
  if (metricStat.period.toSeconds() < 60) return `an alarm with a period of ${metricStat.period.toSeconds()} s`;
  if (!SIMPLE_STATISTICS.includes(metricStat.statistic.toLowerCase())) return `an alarm on ${metricStat.statistic}`;
  const { datapointsToAlarm: m, evaluationPeriods: n } = alarm.node.defaultChild as cloudwatch.CfnAlarm;
  return m !== undefined && m !== n ? `an alarm on ${m} out of ${n} periods` : undefined;
}

/** Everything that can be wrong with a check over other checks. */
export function calculatedChecks(children: number, nested: string[], healthyThreshold = children): Check[] {
  return [
    {
      code: 'ChildrenOutOfRange',
      property: 'sources',
      when: children < 1 || children > CHILDREN,
      value: children,
      allowed: `1 to ${CHILDREN} sources`,
      action: 'State the sources that decide together',
    },
    {
      code: 'CalculatedInCalculated',
      property: 'sources',
      when: nested.length > 0,
      value: nested,
      allowed: 'sources that are not calculated themselves',
      action: 'Put their children here; Route 53 does not nest calculated checks',
    },
    {
      code: 'HealthyThresholdOutOfRange',
      property: 'healthyThreshold',
      when: !(Number.isInteger(healthyThreshold) && healthyThreshold >= 1 && healthyThreshold <= Math.max(children, 1)),
      value: healthyThreshold,
      allowed: `1 to the number of sources (${children}); 0 would always be healthy, more never`,
      action: 'State how many sources have to be healthy',
    },
  ];
}

/** Everything that can be wrong with the id of an existing check. */
export function existingChecks(healthCheckId: string): Check[] {
  return [
    {
      code: 'HealthCheckIdMissing',
      property: 'healthCheckId',
      when: healthCheckId.trim() === '',
      value: healthCheckId,
      allowed: 'the id of a health check',
      action: 'State the id, not the name',
    },
  ];
}
