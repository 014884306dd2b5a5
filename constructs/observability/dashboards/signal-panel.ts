import type { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { placed } from './signal-metric';

/** What one widget shows. */
export interface Panel {
  readonly title: string;
  /** Unit of the left axis. */
  readonly unit: string;
  readonly left: cloudwatch.IMetric[];
  readonly right?: cloudwatch.IMetric[];
  /** Unit of the right axis. */
  readonly rightUnit?: string;
  readonly limits?: cloudwatch.HorizontalAnnotation[];
  /** Largest value of the left axis; without it the axis follows the data. */
  readonly max?: number;
  /** Numbers for this time instead of a graph over the time of the dashboard. */
  readonly over?: Duration;
}

/** Where and how a panel is drawn. */
export interface PanelFrame {
  readonly title: string;
  readonly width: number;
  readonly region?: string;
}

export const PANEL_HEIGHT = 6;

/** The widget of a panel. */
export function draw(panel: Panel, frame: PanelFrame): cloudwatch.IWidget {
  const { title, width, region } = frame;
  const [left, right] = distinct([panel.left, panel.right ?? []], region);
  if (panel.over) return drawNumbers(panel.over, left, frame);
  return new cloudwatch.GraphWidget({
    title,
    width,
    height: PANEL_HEIGHT,
    left,
    right,
    leftYAxis: { min: 0, max: panel.max, label: panel.unit, showUnits: false },
    rightYAxis: panel.right && { min: 0, label: panel.rightUnit, showUnits: false },
    leftAnnotations: panel.limits,
  });
}

/** For the whole of a time, whatever the dashboard shows: one period as long as that time. */
function drawNumbers(over: Duration, metrics: cloudwatch.IMetric[], { title, width }: PanelFrame): cloudwatch.IWidget {
  return new cloudwatch.SingleValueWidget({
    title,
    width,
    height: PANEL_HEIGHT,
    metrics,
    start: `-${over.toIsoString()}`,
    setPeriodToTimeRange: true,
  });
}

function distinct(sides: cloudwatch.IMetric[][], region?: string): cloudwatch.IMetric[][] {
  const isAlone = sides.flat().length === 1;
  return sides.map((metrics, side) =>
    metrics.map((metric, index) => placed(metric, region, isAlone ? '' : `${'lr'[side]}${index}`)),
  );
}
