export * from './deployment-wave';
export * from './deployment-waves';
export * from './deployment-waves-props';
export { RegionByRegionProps, RegionDeployment } from './region-by-region';
export * from './wave-approval';
export { NamedStacksOptions, WaveStacks } from './wave-stacks';
