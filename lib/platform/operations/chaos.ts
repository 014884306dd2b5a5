import { Tags } from 'aws-cdk-lib';
import { ChaosSuite } from '../../../constructs/resilience';
import { CLIENTS, experimentsOf } from './experiments';
import type { RegionObjectives } from './objectives';
import type { OpsStack, OpsStackProps } from './ops-stack';

/** Experiments on everything of a region that claims to survive something; they end when a promise breaks. */
export function createChaos(stack: OpsStack, props: OpsStackProps, { web, api }: RegionObjectives): ChaosSuite {
  const { data, foundation, others, region } = props;
  const suite = new ChaosSuite(stack, 'Chaos', {
    logVault: foundation.logVault,
    stopWhen: [...web.stopAlarms, ...api.stopAlarms],
    experiments: experimentsOf({
      region: region.name,
      zones: region.zones,
      others: others.map((other) => other.region),
      data,
    }),
  });
  permit(suite, props);
  return suite;
}

/** Everything else in the account is out of their reach. */
function permit(suite: ChaosSuite, { app, data, foundation: { network } }: OpsStackProps): void {
  const targets = [app.web.fleet, app.api.service, data.database, data.cache, data.sessions, network];
  targets.forEach((target) => suite.allow(target));
  const { subnets } = network.vpc.selectSubnets(network.app);
  subnets.forEach((subnet) => Tags.of(subnet).add(CLIENTS.key, CLIENTS.value));
}
