import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { draw, type Panel, PANEL_HEIGHT } from './signal-panel';
import { EVERYWHERE, SignalPart, type SignalSpec } from './signal-spec';

/** Columns of a dashboard. */
const WIDTH = 24;

/** Alarms that one widget shows. */
const MOST_ALARMS = 100;

/** Where the dashboard is, unless its region is not known. */
export type DashboardRegion = string | undefined;

/** Promises first, then the business, then services in their order. */
export function inOrder(specs: SignalSpec[]): SignalSpec[] {
  const rank = ({ part = SignalPart.SERVICES }: SignalSpec) => part;
  return [...specs].sort((one, other) => rank(one) - rank(other));
}

export function heading(text: string, level = '##'): cloudwatch.IWidget {
  return new cloudwatch.TextWidget({
    markdown: `${level} ${text}`,
    width: WIDTH,
    height: 1,
    background: cloudwatch.TextWidgetBackground.TRANSPARENT,
  });
}

/** Panels side by side, as many as are readable, over the whole width. */
export function panelRows(panels: Panel[], region: DashboardRegion): cloudwatch.IWidget[][] {
  return inRows(panels).map((row) =>
    row.map((panel) => draw(panel, { title: panel.title, width: WIDTH / row.length, region })),
  );
}

/** Rows of at most four, filled evenly. */
function inRows<T>(items: T[]): T[][] {
  const rows = Math.ceil(items.length / 4);
  const length = Math.ceil(items.length / rows);
  return Array.from({ length: rows }, (_, row) => items.slice(row * length, (row + 1) * length));
}

/** What is looked at first. */
const FIRST = ['Latency', 'Traffic', 'Errors'];

/** The same panel of every place in a row. */
export function comparedRows(specs: SignalSpec[]): cloudwatch.IWidget[][] {
  const columns = specs.map((spec) => ({ spec, panels: [...spec.panels, ...(spec.summary ?? [])] }));
  const all = new Set(columns.flatMap(({ panels }) => panels.map(({ title }) => title)));
  const titles = [...FIRST.filter((title) => all.has(title)), ...[...all].filter((title) => !FIRST.includes(title))];
  const width = Math.floor(WIDTH / Math.min(columns.length, 4));
  return titles.map((title) =>
    columns.map(({ spec, panels }) => {
      const panel = panels.find((each) => each.title === title);
      if (!panel) return new cloudwatch.Spacer({ width, height: PANEL_HEIGHT });
      return draw(panel, { title: spec.place ? `${title}: ${spec.place}` : title, width, region: regionOfPlace(spec) });
    }),
  );
}

/** Of what is everywhere, the metrics themselves say where they are. */
function regionOfPlace({ place }: SignalSpec): string | undefined {
  return place === EVERYWHERE ? undefined : place;
}

/** The state of all alarms, by place: those in alarm first. */
export function alarmRows(alarms: cloudwatch.IAlarm[], title: string): cloudwatch.IWidget[][] {
  const parts = Math.ceil(alarms.length / MOST_ALARMS);
  return Array.from({ length: parts }, (_, part) => {
    const shown = alarms.slice(part * MOST_ALARMS, (part + 1) * MOST_ALARMS);
    const height = Math.min(10, 2 + Math.ceil(shown.length / 6));
    const sortBy = cloudwatch.AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP;
    return [new cloudwatch.AlarmStatusWidget({ title, alarms: shown, width: WIDTH, height, sortBy })];
  });
}
