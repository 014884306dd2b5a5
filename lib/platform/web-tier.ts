import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import {
  BalancingAlgorithm,
  ClientSource,
  InstanceChoice,
  LoadBalancedFleet,
  LoadMetric,
  ScalingPolicy,
  WarmPool,
} from '../../constructs/compute';
import type { IWebFirewall } from '../../constructs/edge';
import type { AppStack, AppStackProps } from './app-stack';
import { connectToData } from './data-access';
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
  const { foundation, load, workload } = props;
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
    scaling: webScaling(load.requestsPerMinutePerMember),
    key: key.key,
    userData: bootScript(workload.parts.web),
    warmPool: WarmPool.stopped({ minimum: network.zones.length }),
    notifications: operations,
  });
  connectToData(stack, 'Web', props.data, { clients: web.fleet.securityGroup, role: web.fleet.role });
  return web;
}

function bootScript(commands: string[]): ec2.UserData {
  const userData = ec2.UserData.forLinux();
  userData.addCommands(...commands);
  return userData;
}

/** The forecast is only shown at first; let it act once it has been watched for a while. */
function webScaling(requestsPerMinute: number): ScalingPolicy[] {
  return [
    ScalingPolicy.requests(requestsPerMinute),
    ScalingPolicy.cpu(50),
    ScalingPolicy.predictive({ load: LoadMetric.REQUESTS, target: requestsPerMinute }),
  ];
}
