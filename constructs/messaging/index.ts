export { FunctionWorkerOptions } from './function-worker';
export * from './queue-ordering';
export { MemberWorkerOptions, QueueWorker, ServiceWorkerOptions } from './queue-worker';
export * from './work-queue';
