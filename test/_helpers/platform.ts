import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { build } from '../../bin/platform';
import { Platform, platformPropsFrom } from '../../lib/platform';
import { Synthesis, temporaryDirectory } from './synthesis';

/** Context of the checked-in platform. */
export const CHECKED_IN: Record<string, unknown> = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'cdk.json'), 'utf8'),
).context;

/** The checked-in platform with changes to its context, synthesized with all gates on. */
export function synthesizePlatform(changes: Record<string, unknown> = {}): Synthesis {
  return Synthesis.of((options) => build(options), { ...CHECKED_IN, ...changes });
}

/** The same without the gates, in a third of the time: for what is only compared. */
export function synthesizeUngated(changes: Record<string, unknown> = {}): Synthesis {
  return Synthesis.of((options) => build({ ...options, plugins: [] }), { ...CHECKED_IN, ...changes });
}

/** The same with nothing that judges it, in a tenth of the time: for templates that are only compared. */
export function platformApp(changes: Record<string, unknown> = {}): App {
  const postCliContext = { ...CHECKED_IN, ...changes };
  const outdir = temporaryDirectory();
  const app = new App({ outdir, postCliContext, analyticsReporting: false, builtinCloudFormationValidation: false });
  new Platform(app, 'Platform', platformPropsFrom(postCliContext));
  return app;
}
