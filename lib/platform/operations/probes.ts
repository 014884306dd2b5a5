import { Duration } from 'aws-cdk-lib';
import { TierSecurityGroup } from '../../../constructs/network';
import { CanaryStep, CanaryTarget, ExpectedStatus, SyntheticCanary } from '../../../constructs/observability';
import type { AppStack } from '../app-stack';
import type { OpsStack, OpsStackProps } from './ops-stack';

/** Longer than the objective: a probe pays for a connection of its own, from another continent too. */
const PATIENCE = Duration.seconds(2);

/** Probes of every entry that can be reached from a region. Together they tell where a failure is. */
export function createProbes(stack: OpsStack, props: OpsStackProps): SyntheticCanary[] {
  const local = createLocalProbe(stack, props);
  const common = { ...told(props), artifacts: local.artifacts };
  const probe = (id: string, target: CanaryTarget) => new SyntheticCanary(stack, id, { ...common, target });
  return [
    local,
    ...props.others.map((other) => probe(`To-${other.region}`, entryOf(other, props.domain.name))),
    probe('ToAll', globalEntry(props.domain.name)),
  ];
}

function told({ foundation }: OpsStackProps) {
  return { logVault: foundation.logVault, notifications: foundation.operations, latencyGoal: PATIENCE };
}

/** Inside the network, past everything that is in front of the load balancers. */
function createLocalProbe(stack: OpsStack, props: OpsStackProps): SyntheticCanary {
  const { app, domain, foundation } = props;
  const entries = { web: app.web.loadBalancer, api: app.api.loadBalancer };
  const names = { web: `www.${domain.name}`, api: `api.${domain.name}` };
  const step = (name: keyof typeof entries) =>
    CanaryStep.request({
      name,
      url: `https://${entries[name].alb.loadBalancerDnsName}/`,
      serverName: names[name],
    });
  const target = CanaryTarget.localEntry(step('web'), step('api'));
  const canary = new SyntheticCanary(stack, 'Local', { ...told(props), target, network: foundation.network });
  const client = canary.securityGroup!;
  for (const [id, { securityGroup: server }] of Object.entries(entries)) {
    TierSecurityGroup.link(stack, `Local-${id}`, { client, server, port: 443 });
  }
  return canary;
}

/** What the gateway says to those who do not sign. A firewall that blocks, and a name without an API, say something else. */
const ASKED = { status: ExpectedStatus.exactly(403), json: { message: 'Missing Authentication Token' } };

/** Past Route 53: the gateway of one region, asked for the name that all of them have. */
function entryOf({ region, gateway }: AppStack, domain: string): CanaryTarget {
  return CanaryTarget.regionalEntry(
    region,
    CanaryStep.request({
      name: 'api',
      url: `https://${gateway.domainName!.domainNameAliasDomainName}/products`,
      serverName: `api.${domain}`,
      ...ASKED,
    }),
  );
}

/** As users come. */
function globalEntry(domain: string): CanaryTarget {
  return CanaryTarget.globalEntry(
    CanaryStep.request({ name: 'www', url: `https://www.${domain}/` }),
    CanaryStep.request({ name: 'api', url: `https://api.${domain}/products`, ...ASKED }),
  );
}
