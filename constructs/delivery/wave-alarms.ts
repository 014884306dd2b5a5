import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { DeploymentWave } from './deployment-wave';

/** Where an alarm is, as far as synthesis knows. */
export interface AlarmPlace {
  readonly region?: string;
  readonly account?: string;
}

/** The region and account of an alarm, as far as they are literals. */
export function placeOf(alarm: cloudwatch.IAlarm): AlarmPlace {
  const stack = Stack.of(alarm);
  const { region, account } = resourceOf(alarm) ? stack : stack.splitArn(alarm.alarmArn, ArnFormat.COLON_RESOURCE_NAME);
  return {
    ...(isLiteral(region) ? { region } : {}),
    ...(isLiteral(account) ? { account } : {}),
  };
}

/**
 * The name of an alarm as another stack may use it. A `Ref` crosses stacks and regions by reference; the attribute of the
 * L2 would demand a physical name.
 */
export function nameOf(alarm: cloudwatch.IAlarm): string {
  const resource = resourceOf(alarm);
  if (!resource) return alarm.alarmName;
  const stated: unknown = Stack.of(alarm).resolve(resource.alarmName);
  return typeof stated === 'string' ? stated : resource.ref;
}

/** Alarms that can be read by name. CloudWatch shows composite ones only to who may see all. */
export function readableArns(stack: Stack, waves: DeploymentWave[]): string[] {
  const alarms = waves.flatMap((wave) => wave.alarms.map((alarm) => ({ alarm, region: wave.region })));
  if (!alarms.every(({ alarm }) => resourceOf(alarm) instanceof cloudwatch.CfnAlarm)) return ['*'];
  const arns = alarms.map(({ alarm, region }) =>
    stack.formatArn({
      service: 'cloudwatch',
      region,
      resource: 'alarm',
      resourceName: nameOf(alarm),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
  return [...new Set(arns)];
}

/**
 * Seconds that an alarm looks back before it judges: with less, it has not seen the deployment. A composite alarm is asked
 * for its fastest part, which for a burn rate is the window that confirms it. Unknown for imported alarms.
 */
export function evaluationSeconds(alarm: cloudwatch.IAlarm): number | undefined {
  const resource = resourceOf(alarm);
  if (resource instanceof cloudwatch.CfnAlarm) return metricSeconds(resource);
  if (!resource) return undefined;
  const parts = partsOf(resource).flatMap((part) => metricSeconds(part) ?? []);
  return parts.length > 0 ? Math.min(...parts) : undefined;
}

function metricSeconds(alarm: cloudwatch.CfnAlarm): number | undefined {
  const {
    period,
    metrics = [],
    evaluationPeriods,
  } = Stack.of(alarm).resolve({
    period: alarm.period,
    metrics: alarm.metrics,
    evaluationPeriods: alarm.evaluationPeriods,
  }) as { period?: number; metrics?: Query[]; evaluationPeriods?: number };
  const periods = [period, ...metrics.flatMap((query) => [query.period, query.metricStat?.period])];
  const known = periods.filter((seconds) => typeof seconds === 'number');
  return known.length > 0 && evaluationPeriods ? Math.max(...known) * evaluationPeriods : undefined;
}

interface Query {
  readonly period?: number;
  readonly metricStat?: { readonly period?: number };
}

/** The metric alarms of the same stack that the rule of a composite one names. */
function partsOf(composite: cloudwatch.CfnCompositeAlarm): cloudwatch.CfnAlarm[] {
  const stack = Stack.of(composite);
  const rule = JSON.stringify(stack.resolve(composite.alarmRule));
  return stack.node
    .findAll()
    .filter((child) => child instanceof cloudwatch.CfnAlarm)
    .filter((alarm) => rule.includes(JSON.stringify(stack.resolve(alarm.attrArn))));
}

function resourceOf(alarm: cloudwatch.IAlarm): cloudwatch.CfnAlarm | cloudwatch.CfnCompositeAlarm | undefined {
  const child = alarm.node.defaultChild;
  const isKnown = child instanceof cloudwatch.CfnAlarm || child instanceof cloudwatch.CfnCompositeAlarm;
  return isKnown ? child : undefined;
}

function isLiteral(text?: string): boolean {
  return text !== undefined && !Token.isUnresolved(text);
}
