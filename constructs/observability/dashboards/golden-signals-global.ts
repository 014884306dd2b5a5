import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { validate } from '../../core/errors';
import { createDashboard } from './golden-dashboard';
import { alarmRows, comparedRows, heading, inOrder } from './golden-layout';
import { sourceListChecks } from './golden-source-checks';
import { regionOf } from './signal-metric';
import type { SignalSource } from './signal-source';
import { EVERYWHERE, type SignalSpec } from './signal-spec';

/** The dashboard of all regions. */
export interface GlobalSignalsProps {
  /** What it shows. Sources of one name stand side by side: the same service in several regions. */
  readonly sources: SignalSource[];
  /**
   * Further alarms whose state is shown. Those of the sources are.
   * @default - none
   */
  readonly alarms?: cloudwatch.IAlarm[];
  /**
   * Name of the dashboard: unique among those of all regions.
   * @default - derived from the stack's name, the construct's path and the region
   */
  readonly dashboardName?: string;
  /**
   * The time that is shown when the dashboard is opened: whole minutes.
   * @default - 3 hours
   */
  readonly timeRange?: Duration;
}

/**
 * One dashboard for all regions: per service a row for each signal, in it a graph for each region, and what is in none:
 * CloudFront and Route 53. It reads every metric in the region where it is. Creates no alarms.
 *
 * Survives the loss of regions that it shows; their graphs end. The stack of the dashboard needs the names of what it shows
 * when it is deployed: put it into a region that is not lost together with the primary, for example that of the standby.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cross_region_dashboard.html
 */
export class GlobalSignals extends Construct {
  /** The dashboard. */
  public readonly dashboard: cloudwatch.Dashboard;

  constructor(scope: Construct, id: string, props: GlobalSignalsProps) {
    super(scope, id);
    const specs = inOrder(props.sources.map((source) => source._spec()));
    validate(this, sourceListChecks(specs));
    const rows = [
      [heading(this.node.id, '#')],
      ...alarmsByPlace(specs),
      ...alarmRows(props.alarms ?? [], 'Further alarms'),
      ...byName(specs).flatMap(section),
    ];
    this.dashboard = createDashboard(this, regionOf(this), rows, props);
  }
}

function section(specs: SignalSpec[]): cloudwatch.IWidget[][] {
  const own = specs.flatMap(({ widgets }) => (widgets ? [widgets] : []));
  return [[heading(specs[0].name)], ...comparedRows(specs), ...own];
}

function byName(specs: SignalSpec[]): SignalSpec[][] {
  const names = [...new Set(specs.map(({ name }) => name))];
  return names.map((name) => specs.filter((spec) => spec.name === name));
}

/** A widget for each region, because whoever is woken up asks first where it is. */
function alarmsByPlace(specs: SignalSpec[]): cloudwatch.IWidget[][] {
  const places = [...new Set(specs.map(({ place }) => place ?? EVERYWHERE))];
  return places.flatMap((place) => {
    const here = specs.filter((spec) => (spec.place ?? EVERYWHERE) === place);
    return alarmRows([...new Set(here.flatMap(({ alarms }) => alarms))], `Alarms: ${place}`);
  });
}
