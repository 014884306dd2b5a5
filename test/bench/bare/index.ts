import type { App } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AppStack } from './app-stack';
import { DataStack } from './data-stack';
import { EdgeStack } from './edge-stack';
import { FoundationStack } from './foundation-stack';
import { OpsStack } from './ops-stack';
import { OversightStack } from './oversight-stack';
import { TrafficStack } from './traffic-stack';

/**
 * What one writes without the library to get the resources of the 1-region platform: plain constructs of aws-cdk-lib,
 * the same number of every resource type in every stack.
 */
export function buildBare(app: App): void {
  const bare = new Construct(app, 'Bare');
  const foundation = new FoundationStack(bare, 'Foundation');
  const data = new DataStack(bare, 'Data', foundation);
  const application = new AppStack(bare, 'App', data);
  const traffic = new TrafficStack(bare, 'Traffic', application);
  const edge = new EdgeStack(bare, 'Edge', application);
  const ops = new OpsStack(bare, 'Ops', application);
  new OversightStack(bare, 'Oversight', { ops, traffic, edge });
}
