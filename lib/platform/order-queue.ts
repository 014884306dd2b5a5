import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ContainerService, type LoadBalancedService } from '../../constructs/compute';
import { QueueWorker, WorkQueue } from '../../constructs/messaging';
import type { AppStack, AppStackProps } from './app-stack';
import { ordersMetric } from './business-metrics';
import { connectToData, dataConfiguration } from './data-access';

/** With a minute of delay at 200 ms per order, a worker may have this many orders before it. */
const ORDERS_PER_WORKER = 300;

/** What the queue is made of. */
export interface OrderQueueProps extends AppStackProps {
  /** Sends the orders. */
  readonly api: LoadBalancedService;
  /** Takes them. */
  readonly worker: ContainerService;
}

/** Orders wait here, so that a slow or lost worker costs time and not orders; workers follow the backlog. */
export function createOrderQueue(stack: AppStack, { foundation, api, worker }: OrderQueueProps): WorkQueue {
  const orders = new WorkQueue(stack, 'Orders', {
    key: foundation.key.key,
    notifications: foundation.operations,
    worker: QueueWorker.service(worker, { backlogPerMember: ORDERS_PER_WORKER }),
  });
  orders.grantSend(api.service.taskRole);
  return orders;
}

/** Workers beside the API's containers. They write down how many orders they took. */
export function createWorker(
  stack: AppStack,
  { foundation, workload, data, api }: Omit<OrderQueueProps, 'worker'>,
): ContainerService {
  const { network, logVault } = foundation;
  const worker = new ContainerService(stack, 'Worker', {
    network,
    logVault,
    cluster: api.service.cluster,
    ...workload.parts.worker,
    architecture: ecs.CpuArchitecture.ARM64,
    peakMembers: 2,
    scaling: [],
    configuration: { ...dataConfiguration(data), ORDERS_METRIC: ordersMetric(stack.region).directive },
  });
  connectToData(stack, 'Worker', data, { clients: worker.securityGroup, role: worker.taskRole });
  return worker;
}
