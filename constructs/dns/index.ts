export * from './global-record';
export * from './health-options';
export * from './health-source';
export * from './routing-policy';
export * from './weighted-endpoint';
