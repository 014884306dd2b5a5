export * from './app-stack';
export * from './data-stack';
export * from './edge-stack';
export * from './foundation-stack';
export * from './platform';
export { platformPropsFrom } from './platform-context';
export * from './platform-load';
export * from './platform-props';
export { Workload, WorkloadContainer, WorkloadProps } from './workload';
