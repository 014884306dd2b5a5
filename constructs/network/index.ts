export * from './egress';
export * from './endpoint-profile';
export { ImportedTieredVpcProps } from './imported-vpc';
export * from './tier-security-group';
export * from './tiered-vpc';
