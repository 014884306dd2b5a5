import { Duration, Names, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type Check, validate } from '../../core/errors';

/** What dashboards have in common. */
export interface DashboardSettings {
  readonly dashboardName?: string;
  readonly timeRange?: Duration;
}

/**
 * Not adjustable. Metrics that an expression reads count, too.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
const MOST_WIDGETS = 500;
const MOST_METRICS_OF_WIDGET = 500;
const MOST_METRICS = 2500;

/** A dashboard of rows that CloudWatch accepts, whose graphs keep their own period: burn rates depend on it. */
export function createDashboard(
  scope: Construct,
  region: string | undefined,
  rows: cloudwatch.IWidget[][],
  { dashboardName, timeRange }: DashboardSettings,
): cloudwatch.Dashboard {
  const name = dashboardName ?? defaultName(scope, region);
  validate(scope, [...settingsChecks(name, timeRange), ...sizeChecks(rows)]);
  return new cloudwatch.Dashboard(scope, 'Dashboard', {
    dashboardName: name,
    defaultInterval: timeRange ?? Duration.hours(3),
    periodOverride: cloudwatch.PeriodOverride.INHERIT,
    widgets: rows,
  });
}

/** Dashboards of all regions share their names. */
function defaultName(scope: Construct, region?: string): string {
  const name = Names.uniqueResourceName(scope, { maxLength: 200, separator: '-' });
  return region === undefined ? name : `${name}-${region}`;
}

function settingsChecks(name: string, timeRange: Duration = Duration.hours(3)): Check[] {
  const seconds = timeRange.toSeconds({ integral: false });
  return [
    {
      code: 'InvalidDashboardName',
      property: 'dashboardName',
      when: !Token.isUnresolved(name) && !/^[A-Za-z0-9_-]{1,255}$/.test(name),
      value: name,
      allowed: '1 to 255 letters, digits, hyphens and underscores',
      action: 'Choose another name; it has to be unique among the dashboards of all regions',
    },
    {
      code: 'InvalidDashboardRange',
      property: 'timeRange',
      when: !(seconds >= 300 && seconds % 60 === 0),
      value: timeRange.toString(),
      allowed: 'whole minutes, 5 or more',
      action: 'State the time that the dashboard shows when it is opened',
    },
  ];
}

interface WidgetJson {
  readonly properties?: { readonly metrics?: unknown[] };
}

function sizeChecks(rows: cloudwatch.IWidget[][]): Check[] {
  const widgets = rows.flatMap((row) => row.flatMap((widget) => widget.toJson() as WidgetJson[]));
  const metrics = widgets.map(({ properties }) => properties?.metrics?.length ?? 0);
  const all = metrics.reduce((sum, count) => sum + count, 0);
  return [
    limitCheck('TooManyWidgets', widgets.length, MOST_WIDGETS, 'widgets'),
    limitCheck('TooManyMetricsOnWidget', Math.max(0, ...metrics), MOST_METRICS_OF_WIDGET, 'metrics on one widget'),
    limitCheck('TooManyMetrics', all, MOST_METRICS, 'metrics on the dashboard'),
  ];
}

function limitCheck(code: string, value: number, most: number, what: string): Check {
  const action = 'Divide the sources among several dashboards';
  return { code, property: 'sources', when: value > most, value, allowed: `at most ${most} ${what}`, action };
}
