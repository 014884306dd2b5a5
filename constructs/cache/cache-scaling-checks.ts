import type { Check } from '../core/errors';
import type { CacheMode } from './cache-mode';
import { type CacheScaling, ScaledDimension, type ScalingSpec } from './cache-scaling';
import { isScalable, SCALABLE_NODE_TYPES } from './node-types';

const LIMITS = {
  [ScaledDimension.SHARDS]: { least: 1, most: 500 },
  [ScaledDimension.REPLICAS]: { least: 1, most: 5 },
};

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoScaling-Scaling-Adding-Policy-Shards.html */
const TARGET_PERCENT = { least: 35, most: 70 };

/** Everything that can be wrong with one number that follows the load. */
export function scalingChecks(spec: ScalingSpec, mode: CacheMode): Check[] {
  return [nodeTypeCheck(mode), rangeCheck(spec), targetCheck(spec), startCheck(spec, mode)];
}

/** A number can follow one load only. */
export function repetitionCheck(scaling: CacheScaling[]): Check {
  const dimensions = scaling.map(({ _spec }) => _spec.dimension);
  const repeated = dimensions.filter((dimension, index) => dimensions.indexOf(dimension) !== index);
  return {
    code: 'ScalingRepeated',
    property: 'scaling',
    when: repeated.length > 0,
    value: repeated,
    allowed: 'shards once and replicas once',
    action: 'Remove the repetition',
  };
}

function nodeTypeCheck(mode: CacheMode): Check {
  const nodeType = mode._nodes?.nodeType ?? '';
  return {
    code: 'NodeTypeNotScalable',
    property: 'scaling',
    when: !isScalable(nodeType),
    value: nodeType,
    allowed: SCALABLE_NODE_TYPES,
    action: 'Choose one of these node types, or a fixed size',
  };
}

function rangeCheck({ dimension, minimum, maximum }: ScalingSpec): Check {
  const { least, most } = LIMITS[dimension];
  const areWhole = Number.isInteger(minimum) && Number.isInteger(maximum);
  return {
    code: 'ScalingRange',
    property: 'scaling',
    when: !areWhole || minimum < least || maximum > most || minimum > maximum,
    value: { minimum, maximum },
    allowed: `${least} <= minimum <= maximum <= ${most}, whole numbers`,
    action: `Correct the range of the ${dimension.toLowerCase()}`,
  };
}

function targetCheck({ memory, processor }: ScalingSpec): Check {
  const { least, most } = TARGET_PERCENT;
  const targets = [processor, ...(memory === undefined ? [] : [memory])];
  return {
    code: 'ScalingTargetOutOfRange',
    property: 'scaling',
    when: !targets.every((percent) => percent >= least && percent <= most),
    value: targets,
    allowed: `${least} to ${most} percent`,
    action: 'Choose a target in this range',
  };
}

/** Outside of the range, the first thing that scaling would do is to move the start. */
function startCheck({ dimension, minimum, maximum }: ScalingSpec, mode: CacheMode): Check {
  const start = dimension === ScaledDimension.SHARDS ? (mode._nodes?.shards ?? 0) : mode.replicasPerShard;
  return {
    code: 'ScalingStartOutsideRange',
    property: 'mode',
    when: start < minimum || start > maximum,
    value: start,
    allowed: `${minimum} to ${maximum} ${dimension.toLowerCase()}, the range of the scaling`,
    action: 'Start the cache inside of its range',
  };
}
