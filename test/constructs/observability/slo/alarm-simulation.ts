import type { Template } from 'aws-cdk-lib/assertions';
import { type Datum, evaluate } from './metric-math';

/** What a metric says of the minutes from one (inclusive) to another (exclusive). */
export type Recording = (metricName: string, statistic: string, from: number, to: number) => Datum;

interface Query {
  readonly Id: string;
  readonly Expression?: string;
  readonly ReturnData?: boolean;
  readonly MetricStat?: {
    readonly Metric: { readonly MetricName: string };
    readonly Period: number;
    readonly Stat: string;
  };
}

interface AlarmProperties {
  readonly Metrics: Query[];
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly EvaluationPeriods: number;
  readonly TreatMissingData: string;
}

/** The alarms of a synthesized template, evaluated on numbers as CloudWatch would. */
export class AlarmSimulation {
  private readonly alarms: [string, AlarmProperties][];
  private readonly composites: [string, string[]][];

  constructor(template: Template) {
    this.alarms = resources(template, 'AWS::CloudWatch::Alarm').map(([id, all]) => [
      id,
      all as unknown as AlarmProperties,
    ]);
    this.composites = resources(template, 'AWS::CloudWatch::CompositeAlarm').map(([id, all]) => [id, children(all)]);
  }

  /** The composite alarms that go off at the end of a minute. */
  ringing(recording: Recording, minute: number): string[] {
    const breaching = new Set(this.breaching(recording, minute));
    return this.composites
      .filter(([, windows]) => windows.every((window) => breaching.has(window)))
      .map(([id]) => pretty(id));
  }

  /** The alarms of a single window that go off at the end of a minute. */
  breaching(recording: Recording, minute: number): string[] {
    return this.alarms.filter(([, alarm]) => isBreaching(alarm, recording, minute)).map(([id]) => id);
  }

  /** The first minute in which each composite alarm goes off. */
  firstRings(recording: Recording, minutes: number[]): { [alarm: string]: number } {
    const first: { [alarm: string]: number } = {};
    for (const minute of minutes) {
      for (const alarm of this.ringing(recording, minute)) first[alarm] ??= minute;
    }
    return first;
  }
}

function resources(template: Template, type: string): [string, { [property: string]: unknown }][] {
  return Object.entries(template.findResources(type)).map(([id, { Properties }]) => [id, Properties]);
}

/** The alarms that all have to be in alarm; any other rule is not understood. */
function children({ AlarmRule }: { [property: string]: unknown }): string[] {
  const parts = (AlarmRule as { 'Fn::Join': [string, (string | { 'Fn::GetAtt': [string, string] })[]] })['Fn::Join'][1];
  const text = parts.map((part) => (typeof part === 'string' ? part : '@')).join('');
  if (!/^\(ALARM\("@"\)( AND ALARM\("@"\))*\)$/.test(text)) throw new Error(`unknown rule ${text}`);
  return parts.flatMap((part) => (typeof part === 'string' ? [] : [part['Fn::GetAtt'][0]]));
}

function isBreaching(alarm: AlarmProperties, recording: Recording, minute: number): boolean {
  if (alarm.EvaluationPeriods !== 1) throw new Error('only single periods are simulated');
  const returned = alarm.Metrics.filter(({ ReturnData }) => ReturnData !== false);
  if (returned.length !== 1) throw new Error('an alarm watches exactly one value');
  const value = valueOf(alarm, returned[0].Id, recording, minute);
  if (value === undefined) return alarm.TreatMissingData === 'breaching';
  return alarm.ComparisonOperator === 'LessThanThreshold' ? value < alarm.Threshold : value >= alarm.Threshold;
}

function valueOf(alarm: AlarmProperties, id: string, recording: Recording, minute: number): Datum {
  const query = alarm.Metrics.find((candidate) => candidate.Id === id);
  if (!query) throw new Error(`no metric ${id}`);
  if (query.Expression) return evaluate(query.Expression, (name) => valueOf(alarm, name, recording, minute));
  const { Metric, Period, Stat } = query.MetricStat!;
  return recording(Metric.MetricName, Stat, minute - Period / 60, minute);
}

/** Without the path of the construct and the hash. */
function pretty(id: string): string {
  return id.replace(/^.*?(Availability|LatencyP)/, '$1').replace(/[0-9A-F]{8}$/, '');
}
