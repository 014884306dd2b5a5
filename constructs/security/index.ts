export * from './access-log-bucket';
export { BucketReplica } from './bucket-replication';
export * from './key-use';
export * from './log-vault';
export * from './managed-policy-role';
export * from './notification-topic';
export * from './platform-key';
