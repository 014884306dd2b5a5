import * as ecs from 'aws-cdk-lib/aws-ecs';
import { BalancingAlgorithm, LoadBalancedService, ScalingPolicy } from '../../constructs/compute';
import { ScalingTier } from '../../constructs/scaling';
import type { AppStack } from './app-stack';
import { connectToData, dataConfiguration } from './data-access';
import { maximumFor } from './platform-event';
import { scaleTier } from './tier-scaling';
import type { TierProps } from './web-tier';
import { WORKLOAD_PORT } from './workload';

/** The API's containers behind the gateway: scaled by load, processor and memory. */
export function createApiTier(stack: AppStack, props: TierProps): LoadBalancedService {
  const { foundation, load, workload, data, events } = props;
  const { network, logVault, operations } = foundation;
  const api = new LoadBalancedService(stack, 'Api', {
    network,
    certificates: [props.certificate],
    firewall: props.firewall,
    logVault,
    port: WORKLOAD_PORT,
    algorithm: BalancingAlgorithm.leastOutstandingRequests(),
    ...workload.parts.api,
    architecture: ecs.CpuArchitecture.ARM64,
    cpu: 1024,
    peakMembers: load.peakMembers,
    maximum: maximumFor(events, load, network.zones.length),
    scaling: [],
    configuration: dataConfiguration(data),
    notifications: operations,
  });
  const { requestsPerMinutePerMember } = load;
  scaleTier(stack, 'ApiScaling', props, {
    tier: ScalingTier.service(api.service),
    load: [ScalingPolicy.requests(requestsPerMinutePerMember), ScalingPolicy.cpu(50), ScalingPolicy.memory(70)],
    entry: api.loadBalancer,
  });
  connectToData(stack, 'Api', data, { clients: api.service.securityGroup, role: api.service.taskRole });
  return api;
}
