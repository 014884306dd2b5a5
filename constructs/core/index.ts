export * from './recovery-objective';
export * from './redundancy';
export { RegionRole, RegionProps, RegionSet, RegionSetProps, RegionSpec } from './region-set';
export * from './regional-stack';
export * from './service-level-objective';
