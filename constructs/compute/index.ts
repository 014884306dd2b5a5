export * from './balancing-algorithm';
export * from './fleet-maintenance';
export * from './fleet-settings';
export * from './handler-code';
export * from './handler-function';
export { HandlerFunctionProps } from './handler-function-props';
export {
  CanaryRolloutOptions,
  FunctionRollout,
  FunctionRolloutOptions,
  LinearRolloutOptions,
  ProvisionedCapacity,
  Startup,
} from './handler-function-settings';
export * from './instance-choice';
export * from './load-balanced-fleet';
export * from './load-balancer';
export { ClientSource } from './load-balancer-source';
export * from './load-balancer-target';
export * from './rollout';
export {
  CustomMetricOptions,
  LoadMetric,
  PredictiveOptions,
  ScalingPolicy,
  ScalingStep,
  ScheduleOptions,
  StepOptions,
} from './scaling-policy';
export * from './server-fleet';
export * from './stickiness';
export * from './warm-pool';
export { ContainerService, ContainerServiceProps } from './container-service';
export * from './load-balanced-service';
export * from './service-settings';
