import { performance } from 'node:perf_hooks';
import { type IPolicyValidationContext, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { policyPacks } from '../../lib/gates/packs';
import { StageClock } from '../../lib/gates/stage-clock';
import { TimedPlugin, TimedSchemaValidator } from '../../lib/gates/timed-plugin';
import { type Build, inTemporaryDirectory, newApp } from './synthesis';

/** Milliseconds by stage, in the order in which the stages begin. */
export type Stages = Record<string, number>;

/** As the command line does it: findings are reported and do not end the synthesis. */
const GATE_FLAGS = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  '@aws-cdk/core:failSynthOnValidationErrors': false,
};

/** What no gate takes: the CDK looks after the plugins, matches acknowledgements and writes the report. */
const REPORT = 'report';

/**
 * Where the time of one synthesis with all gates goes. Meant for a fresh process: loading is all that came before, and
 * nothing is warm, as on the command line.
 */
export function measureStages(build: Build): Stages {
  const stages: Stages = { load: Math.round(performance.now()) };
  const clock = new StageClock((event) => {
    if (event.kind === 'end') stages[event.stage] = (stages[event.stage] ?? 0) + event.milliseconds;
  });
  inTemporaryDirectory((outdir) => {
    clock.begin('construct');
    const app = newApp(outdir, GATE_FLAGS);
    Validations.of(app).addPlugins(...gates(clock));
    build(app);
    clock.begin('synthesize');
    app.synth();
    clock.end();
  });
  return { ...stages, total: Math.round(performance.now()) };
}

function gates(clock: StageClock): IPolicyValidationPlugin[] {
  return [new SchemaValidator(clock), ...policyPacks().map((pack) => new Pack(pack, clock))];
}

class Pack extends TimedPlugin {
  constructor(
    pack: IPolicyValidationPlugin,
    private readonly stages: StageClock,
  ) {
    super(pack, stages);
  }

  public validate(context: IPolicyValidationContext) {
    const report = super.validate(context);
    this.stages.begin(REPORT);
    return report;
  }
}

class SchemaValidator extends TimedSchemaValidator {
  constructor(private readonly stages: StageClock) {
    super(stages);
  }

  public validate(context: IPolicyValidationContext) {
    const report = super.validate(context);
    this.stages.begin(REPORT);
    return report;
  }
}
