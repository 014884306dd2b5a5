/**
 * What node types can do. A type that is missing here is refused where the feature is asked for: CloudFormation would
 * refuse it too, but after half an hour.
 */

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html */
const GLOBAL_FAMILIES = ['m5', 'm6g', 'm7g', 'r5', 'r6g', 'r6gd', 'r7g', 'c7gn'];

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Durability.Limitations.html */
const DURABLE_FAMILIES = ['r8g', 'r7g', 'r6g', 'm8g', 'm7g', 'm6g', 'c8gn', 'c7gn'];

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoScaling.html */
const SCALABLE_FAMILIES = ['r7g', 'r6g', 'r6gd', 'r5', 'm7g', 'm6g', 'm5', 'c7gn'];
const SCALABLE_SIZES = ['large', 'xlarge', '2xlarge'];

/** In words, for messages. */
export const GLOBAL_NODE_TYPES = `size large or more of ${GLOBAL_FAMILIES.join(', ')}`;
export const DURABLE_NODE_TYPES = `families ${DURABLE_FAMILIES.join(', ')}`;
export const SCALABLE_NODE_TYPES = `${SCALABLE_SIZES.join(', ')} of ${SCALABLE_FAMILIES.join(', ')}`;

/** Whether it is spelled like a node type. */
export function isNodeType(nodeType: string): boolean {
  return /^cache\.[a-z0-9]+\.[a-z0-9]+$/.test(nodeType);
}

/** Whether a Global Datastore takes it; every size of its families that is not below large has `large` in its name. */
export function isGlobal(nodeType: string): boolean {
  const { family, size } = partsOf(nodeType);
  return GLOBAL_FAMILIES.includes(family) && size.endsWith('large');
}

/** Whether writes can be made durable on it. */
export function isDurable(nodeType: string): boolean {
  return DURABLE_FAMILIES.includes(partsOf(nodeType).family);
}

/** Whether the number of its shards and replicas can follow the load. */
export function isScalable(nodeType: string): boolean {
  const { family, size } = partsOf(nodeType);
  return SCALABLE_FAMILIES.includes(family) && SCALABLE_SIZES.includes(size);
}

/** Whether it keeps values on a local disk beside the memory. */
export function isTiered(nodeType: string): boolean {
  return partsOf(nodeType).family === 'r6gd';
}

function partsOf(nodeType: string): { family: string; size: string } {
  const [, family = '', size = ''] = nodeType.split('.');
  return { family, size };
}
