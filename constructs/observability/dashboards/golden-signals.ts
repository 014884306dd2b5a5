import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { validate } from '../../core/errors';
import { createDashboard } from './golden-dashboard';
import { alarmRows, heading, inOrder, panelRows } from './golden-layout';
import type { ServiceWidgets } from './golden-services';
import { serviceWidgets } from './golden-services-loader';
import { foreignSourceCheck, sourceListChecks } from './golden-source-checks';
import { regionOf } from './signal-metric';
import type { SignalSource } from './signal-source';
import type { SignalSpec } from './signal-spec';

/** The dashboard of a region. */
export interface GoldenSignalsProps {
  /** What it shows, in this order; error budgets and the business come first. */
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
 * The dashboard of a region: which alarms are on, how much of each error budget is left, what the business does, and per
 * service latency, traffic, errors and saturation. Creates no alarms.
 *
 * Needs the package `cdk-monitoring-constructs` for fleets, services, APIs, distributions, queues and tables. Survives the
 * loss of other regions. Is gone with its own: that is what `GlobalSignals` in another region is for.
 * @see https://sre.google/sre-book/monitoring-distributed-systems/
 */
export class GoldenSignals extends Construct {
  /** The dashboard. */
  public readonly dashboard: cloudwatch.Dashboard;

  private services?: ServiceWidgets;

  constructor(scope: Construct, id: string, props: GoldenSignalsProps) {
    super(scope, id);
    const region = regionOf(this);
    const specs = inOrder(props.sources.map((source) => source._spec()));
    validate(this, [...sourceListChecks(specs), foreignSourceCheck(specs, region)]);
    const alarms = [...new Set([...specs.flatMap((spec) => spec.alarms), ...(props.alarms ?? [])])];
    const rows = [
      [heading(region === undefined ? this.node.id : `${this.node.id}: ${region}`, '#')],
      ...alarmRows(alarms, 'Alarms'),
      ...specs.flatMap((spec) => this.section(spec, region)),
    ];
    this.dashboard = createDashboard(this, region, rows, props);
  }

  private section(spec: SignalSpec, region?: string): cloudwatch.IWidget[][] {
    const [own, covered] = [panelRows(spec.panels, region), this.covered(spec, region)];
    // Whoever draws the latency comes first.
    const isLed = spec.panels.some(({ title }) => title === 'Latency');
    return [
      [heading(spec.name)],
      ...(isLed ? [...own, ...covered] : [...covered, ...own]),
      ...(spec.widgets ? [spec.widgets] : []),
    ];
  }

  private covered({ name, covered }: SignalSpec, region?: string): cloudwatch.IWidget[][] {
    if (!covered) return [];
    this.services ??= serviceWidgets(this, region);
    return this.services.draw(name, covered);
  }
}
