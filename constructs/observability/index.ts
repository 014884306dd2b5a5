export * from './anomaly-alarm';
export { ApplicationSignals, InstrumentedService } from './application-signals';
export * from './burn-rate-alert';
export * from './business-metric';
export * from './slo-alarms';
export * from './slo-alarms-props';
export { SloIndicator } from './slo-indicator';
export * from './slo-source';
