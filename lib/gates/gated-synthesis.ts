import { createRequire } from 'node:module';
import type { App, IPolicyValidationPlugin } from 'aws-cdk-lib';
import type { AppModule } from './app-module';
import { policyPacks } from './packs';
import type { StageClock } from './stage-clock';
import type { SynthesisOutcome, SynthesisRequest } from './synthesis-messages';
import { InputError, toOutcome } from './synthesis-outcome';
import { TimedPlugin, TimedSchemaValidator } from './timed-plugin';

// Set whatever the app's own context says: without the first two, errors of the schema validator are warnings and errors of
// constructs are missing from the report; with the third on, the CDK prints the report itself and throws.
const GATE_FLAGS = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  '@aws-cdk/core:failSynthOnValidationErrors': false,
};

/** Builds and synthesizes an app with all gates on. What they found is in the validation report of the assembly. */
export function synthesizeWithGates(request: SynthesisRequest, clock: StageClock): SynthesisOutcome {
  try {
    const plugins = gates(clock);
    const app = buildApp(request, plugins, clock);
    clock.begin('synthesize');
    app.synth();
    requireGates(plugins, clock);
    return { kind: 'done' };
  } catch (error) {
    return toOutcome(error, clock.stage);
  } finally {
    clock.end();
  }
}

function gates(clock: StageClock): IPolicyValidationPlugin[] {
  return [new TimedSchemaValidator(clock), ...policyPacks().map((pack) => new TimedPlugin(pack, clock))];
}

function buildApp(request: SynthesisRequest, plugins: IPolicyValidationPlugin[], clock: StageClock): App {
  const { outdir, appModule } = request;
  const { build } = loadAppModule(appModule);
  clock.begin('construct');
  const progress = (stage: string) => clock.begin(`construct ${stage}`);
  return build({ outdir, context: { ...request.context, ...GATE_FLAGS }, plugins, progress });
}

function loadAppModule(file: string): AppModule {
  const module = createRequire(__filename)(file) as Partial<AppModule>;
  if (typeof module.build !== 'function') {
    throw new InputError(`${file} exports no function \`build\`; see AppModule in lib/gates/app-module.ts`);
  }
  return module as AppModule;
}

// A gate that never ran has found nothing, which must not look like a pass.
function requireGates(plugins: readonly IPolicyValidationPlugin[], clock: StageClock): void {
  const idle = plugins.map((plugin) => plugin.name).filter((name) => !clock.hasBegun(name));
  if (idle.length === 0) return;
  throw new InputError(
    `these gates did not run: ${idle.join(', ')}. The app has to have a stack, and \`build\` has to register the ` +
      'plugins it is given: Validations.of(app).addPlugins(...plugins)',
  );
}
