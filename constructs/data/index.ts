export { AuroraOptions } from './aurora';
export * from './aurora-capacity';
export { AuroraSecondaryOptions } from './aurora-secondary';
export * from './connection-pooling';
export { CrossRegionReplicaOptions } from './cross-region-replica';
export { DatabaseBackup } from './database-backup';
export * from './database-endpoint';
export * from './database-source';
export * from './database-topology';
export { InstanceStorageOptions } from './instance-storage';
export * from './key-value-table';
export { TableBackup } from './key-value-table-backup';
export {
  OnDemandBillingOptions,
  ProvisionedBillingOptions,
  TableBilling,
  TableCapacity,
} from './key-value-table-billing';
export { GlobalTable, StrongTableOptions, TableReplica } from './key-value-table-global';
export * from './key-value-table-props';
export { MultiAzInstanceOptions } from './multi-az-instance';
export { PasswordRotation, RotationOptions } from './password-rotation';
export * from './read-replica-options';
export * from './relational-database';
export * from './relational-database-props';
