import { type App, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Build } from './synthesis';
import type { Resource, Template } from './templates';

/** Replays finished templates as raw resources with their logical ids: what the CDK costs when nothing has to be decided. */
export function floor(templates: readonly Template[]): Build {
  return (app: App) => {
    const scope = new Construct(app, 'Floor');
    for (const { group, region, resources } of templates) {
      const stack = new Stack(scope, group, { env: { region } });
      Object.entries(resources).forEach(([logicalId, resource]) => replay(stack, logicalId, resource));
    }
  };
}

function replay(stack: Stack, logicalId: string, { Type, Properties, ...attributes }: Resource): void {
  // A construct directly in its stack keeps its id as logical id.
  const resource = new CfnResource(stack, logicalId, { type: Type, properties: Properties });
  Object.entries(attributes).forEach(([name, value]) => resource.addOverride(name, value));
}
