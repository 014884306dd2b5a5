import { App, Validations } from 'aws-cdk-lib';
import { policyPacks } from '../lib/gates/packs';
import type { BuildOptions } from '../lib/gates/app-module';
import { Platform, platformPropsFrom } from '../lib/platform';

/**
 * The reference platform: several regions behind one name.
 *
 * What is built follows from `context` in cdk.json and from `-c key=value`; the account comes from the credentials of
 * the CDK CLI. Nothing is looked up: without credentials the same templates come out.
 */
export function build({ outdir, context, plugins, progress }: Partial<BuildOptions>): App {
  const app = new App({ outdir, postCliContext: context });

  // 1. The gates: every template has to pass the five policy packs before it is written.
  Validations.of(app).addPlugins(...(plugins ?? policyPacks()));

  // 2. The input: domain, regions, service level, load. Every mistake in it is reported at once, before any stack is made.
  const props = platformPropsFrom(app.node.getAllContext() as Record<string, unknown>, process.env.CDK_DEFAULT_ACCOUNT);

  // 3. The platform: per region a foundation, its data and its apps; the edge in us-east-1 in front of all of them.
  progress?.(props.regions.all.map((region) => region.name).join(', '));
  new Platform(app, 'Platform', props);

  return app;
}

if (require.main === module) build({}).synth();
