import type { Duration } from 'aws-cdk-lib';
import { LoadMetric, ScalingPolicy } from '../../compute';

/** What a forecast is made of, and what follows from it. */
export interface ForecastOptions {
  /**
   * What the forecast is made of. State it together with `target`.
   * @default - what `load` keeps: requests, otherwise CPU
   */
  readonly load?: LoadMetric;
  /**
   * The load per member to aim for: requests per target and minute, or percent CPU. State it together with `load`.
   * @default - what `load` keeps
   */
  readonly target?: number;
  /**
   * How long before the forecast load the capacity is started: less than an hour.
   * @default - 5 minutes
   */
  readonly lead?: Duration;
  /**
   * How far above the maximum a forecast may go, in percent.
   * @default - not above the maximum
   */
  readonly maximumBuffer?: number;
}

/**
 * What a plan does with the past: AWS forecasts the load of the next two days from up to 14 days, hour by hour. It only
 * adds capacity. First watch what it says, then let it act.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/predictive-scaling-policy-overview.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/predictive-auto-scaling.html
 */
export class Forecast {
  /** No forecast. */
  public static none(): Forecast {
    return new Forecast();
  }

  /** The forecast is shown beside the real load, and changes nothing. */
  public static watch(options: ForecastOptions = {}): Forecast {
    return new Forecast(options, false);
  }

  /** The forecast starts capacity before the load arrives. */
  public static act(options: ForecastOptions = {}): Forecast {
    return new Forecast(options, true);
  }

  private constructor(
    /** @internal */
    public readonly _options?: ForecastOptions,
    /** @internal */
    public readonly _act: boolean = false,
  ) {}
}

/** The forecast as a policy; undefined when there is none, or nothing to make it of. */
export function forecastPolicy({ _options: options, _act: act }: Forecast, load: ScalingPolicy[]) {
  if (!options) return undefined;
  const { lead, maximumBuffer } = options;
  const made = { ...aimOf(load), ...stated(options) };
  if (made.load === undefined || made.target === undefined) return undefined;
  return ScalingPolicy.predictive({ load: made.load, target: made.target, lead, maximumBuffer, act });
}

/** Only both together mean something: a target of requests is none of CPU. */
function stated({ load, target }: ForecastOptions) {
  return load === undefined && target === undefined ? {} : { load, target };
}

/** What the policies of the current load keep. */
function aimOf(load: ScalingPolicy[]): { load?: LoadMetric; target?: number } {
  const kept = load.flatMap(({ _spec: spec }) => (spec.kind === 'requests' || spec.kind === 'cpu' ? [spec] : []));
  const spec = kept.find(({ kind }) => kind === 'requests') ?? kept[0];
  if (!spec) return {};
  return { load: spec.kind === 'requests' ? LoadMetric.REQUESTS : LoadMetric.CPU, target: spec.target };
}
