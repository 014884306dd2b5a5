export * from './egress';
export * from './endpoint-profile';
export { ImportedVpcProps } from './imported-vpc';
export * from './tier-security-group';
export * from './tiered-vpc';
