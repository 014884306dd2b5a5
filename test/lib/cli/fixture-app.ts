import { App, aws_ecr as ecr, aws_ssm as ssm, CfnOutput, Stack, Stage, Validations } from 'aws-cdk-lib';
import { validate } from '../../../constructs/core/errors';
import type { BuildOptions } from '../../../lib/gates/app-module';

/** An app of two regions; `-c scenario=<name>,<name>` puts things into it that the gates have an opinion about. */
export function build({ outdir, context, plugins, progress }: BuildOptions): App {
  const scenarios = typeof context.scenario === 'string' ? context.scenario.split(',') : [];
  const withGates = !scenarios.includes('no-gates');
  const builtinCloudFormationValidation = withGates;
  const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation, postCliContext: context });
  if (withGates) Validations.of(app).addPlugins(...plugins);
  const stage = new Stage(app, 'Prod');
  for (const region of ['eu-west-1', 'us-east-1']) {
    progress(region);
    const stack = new Stack(stage, `Data-${region}`, { env: { ...ENV, region } });
    parameter(stack, 'Parameter', 'String');
  }
  const scene = new Stack(stage, 'Scene', { env: ENV });
  parameter(scene, 'Parameter', 'String');
  for (const name of scenarios) SCENARIOS[name]?.(scene);
  return app;
}

const ENV = { account: '111122223333', region: 'eu-west-1' };

const SCENARIOS: Record<string, (stack: Stack) => void> = {
  'open-finding': (stack) => openRepository(stack),
  'acknowledged-finding': (stack) =>
    Validations.of(openRepository(stack)).acknowledge({
      id: 'AwsSolutions::AwsSolutions-ECR1',
      reason: 'the images are public',
    }),
  'untraced-acknowledgement': (stack) =>
    Validations.of(openRepository(stack)).acknowledge({ id: 'AwsSolutions-ECR1', reason: 'the images are public' }),
  'unknown-value': (stack) => parameter(stack, 'Unknown', 'Strung'),
  'schema-error': (stack) => parameter(stack, 'Broken', 'String').addPropertyOverride('Value', { a: 'map' }),
  'construct-error': (stack) => Validations.of(stack).addError('nines::Broken', 'cannot work'),
  'near-limit': (stack) =>
    Array.from({ length: 161 }, (_, number) => new CfnOutput(stack, `Out${number}`, { value: 'v' })),
  'look-up': (stack) => stack.availabilityZones,
  'bad-input': (stack) =>
    validate(stack, [
      { code: 'TooMany', property: 'count', when: true, value: 12, allowed: '1 to 3', action: 'Ask for less' },
      { code: 'TooLoud', property: 'name', when: true, value: 'A', allowed: 'lower case', action: 'Whisper' },
    ]),
  crash: () => {
    throw new Error('the app broke down');
  },
};

function parameter(stack: Stack, id: string, type: string): ssm.CfnParameter {
  return new ssm.CfnParameter(stack, id, { type, value: 'value' });
}

// Only AwsSolutions has a rule about it.
function openRepository(stack: Stack): ecr.CfnRepository {
  const statement = { Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' };
  const repositoryPolicyText = { Version: '2012-10-17', Statement: [statement] };
  return new ecr.CfnRepository(stack, 'Images', { repositoryPolicyText });
}
