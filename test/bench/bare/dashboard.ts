import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Family } from './ops-metrics';

/** What a graph shows; on the right with a unit of its own. */
export interface Graph {
  readonly title: string;
  readonly unit: string;
  readonly left: cloudwatch.IMetric[];
  readonly right?: readonly [unit: string, ...metrics: cloudwatch.IMetric[]];
  readonly max?: number;
}

/** Graphs of one thing. */
export interface Section {
  readonly title: string;
  readonly graphs: Graph[];
}

const COLUMNS = 24;

export function graph(title: string, unit: string, ...left: cloudwatch.IMetric[]): Graph {
  return { title, unit, left };
}

/** A graph of percentages. */
export function percent(title: string, ...left: cloudwatch.IMetric[]): Graph {
  return { title, unit: 'percent', left, max: 100 };
}

/** How long half, most, and nearly all take. */
export function percentiles(metrics: Family, name: string): cloudwatch.IMetric[] {
  return ['p50', 'p95', 'p99'].map((statistic) => metrics(name, statistic, statistic));
}

export function heading(markdown: string): cloudwatch.IWidget[] {
  const background = cloudwatch.TextWidgetBackground.TRANSPARENT;
  return [new cloudwatch.TextWidget({ markdown, background, width: COLUMNS, height: 1 })];
}

export function alarmRow(title: string, alarms: cloudwatch.IAlarm[]): cloudwatch.IWidget[] {
  return [new cloudwatch.AlarmStatusWidget({ title, alarms, width: COLUMNS, height: 7 })];
}

/** Rows of so many graphs. */
export function rowsOf(sections: Section[], perRow: number): cloudwatch.IWidget[][] {
  return sections.flatMap(({ title, graphs }) => {
    const width = COLUMNS / Math.min(perRow, graphs.length);
    return [heading(`## ${title}`), graphs.map((each) => widget(each, width))];
  });
}

function widget({ title, unit, left, right, max }: Graph, width: number): cloudwatch.GraphWidget {
  const axis = (label: string) => ({ min: 0, label, showUnits: false });
  const [rightUnit, ...rightMetrics] = right ?? [''];
  return new cloudwatch.GraphWidget({
    title,
    left,
    leftYAxis: { ...axis(unit), max },
    ...(right && { right: rightMetrics, rightYAxis: axis(rightUnit) }),
    width,
    height: 6,
  });
}
