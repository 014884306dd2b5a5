import type { App } from 'aws-cdk-lib';
import { RegionalStack } from '../../constructs/core';
import { LogVault, PlatformKey } from '../../constructs/security';
import { Egress, type ITieredVpc, TieredVpc } from '../../constructs/network';

/** A stack in one region over its first three zones. */
export function regionalStack(app: App, id = 'Test', region = 'us-east-1'): RegionalStack {
  return new RegionalStack(app, id, { region, zones: ['a', 'b', 'c'].map((letter) => `${region}${letter}`) });
}

/** What nearly every construct needs around it. */
export interface Surroundings {
  readonly stack: RegionalStack;
  readonly platformKey: PlatformKey;
  readonly logVault: LogVault;
  readonly network: ITieredVpc;
}

/** A stack with key, log vault and VPC. */
export function surroundings(app: App, id = 'Test', region = 'us-east-1'): Surroundings {
  const stack = regionalStack(app, id, region);
  const platformKey = new PlatformKey(stack, 'Key');
  const logVault = new LogVault(stack, 'Logs', { key: platformKey.key });
  const network = new TieredVpc(stack, 'Network', { cidr: '10.0.0.0/16', logVault, egress: Egress.regionalNat() });
  return { stack, platformKey, logVault, network };
}
