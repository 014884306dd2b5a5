import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import {
  BalancingAlgorithm,
  ClientSource,
  InstanceChoice,
  LoadBalancedFleet,
  ScalingPolicy,
  WarmPool,
} from '../../constructs/compute';
import type { IWebFirewall } from '../../constructs/edge';
import { ScalingTier } from '../../constructs/scaling';
import type { AppStack, AppStackProps } from './app-stack';
import { connectToData } from './data-access';
import { maximumFor } from './platform-event';
import { scaleTier } from './tier-scaling';
import { WORKLOAD_PORT } from './workload';

/** What a tier is made of. */
export interface TierProps extends AppStackProps {
  /** Certificate of the platform's names. */
  readonly certificate: acm.ICertificate;
  /** In front of the load balancers. */
  readonly firewall: IWebFirewall;
}

/** Web servers behind CloudFront: scaled by load, by forecast and by processor. */
export function createWebTier(stack: AppStack, props: TierProps): LoadBalancedFleet {
  const { foundation, load, workload, events } = props;
  const { network, logVault, key, operations } = foundation;
  const web = new LoadBalancedFleet(stack, 'Web', {
    network,
    certificates: [props.certificate],
    firewall: props.firewall,
    logVault,
    allowFrom: [ClientSource.cloudFront()],
    port: WORKLOAD_PORT,
    algorithm: BalancingAlgorithm.weightedRandom(),
    instances: InstanceChoice.single(ec2.InstanceType.of(ec2.InstanceClass.M8G, ec2.InstanceSize.LARGE)),
    peakMembers: load.peakMembers,
    maximum: maximumFor(events, load, network.zones.length),
    scaling: [],
    key: key.key,
    userData: bootScript(workload.parts.web),
    warmPool: WarmPool.stopped({ minimum: network.zones.length }),
    notifications: operations,
  });
  scaleTier(stack, 'WebScaling', props, {
    tier: ScalingTier.fleet(web.fleet),
    load: [ScalingPolicy.requests(load.requestsPerMinutePerMember), ScalingPolicy.cpu(50)],
    entry: web.loadBalancer,
  });
  connectToData(stack, 'Web', props.data, { clients: web.fleet.securityGroup, role: web.fleet.role });
  return web;
}

function bootScript(commands: string[]): ec2.UserData {
  const userData = ec2.UserData.forLinux();
  userData.addCommands(...commands);
  return userData;
}
