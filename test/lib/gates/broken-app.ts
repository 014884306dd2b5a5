import { App, aws_lambda as lambda, aws_s3 as s3, aws_ssm as ssm, Stack, Validations } from 'aws-cdk-lib';
import type { BuildOptions } from '../../../lib/gates/app-module';

/** An app in which every gate has something to find. */
export function build({ outdir, context, plugins, progress }: BuildOptions): App {
  const app = new App({ outdir, analyticsReporting: false, postCliContext: context });
  Validations.of(app).addPlugins(...plugins);
  progress('Broken');
  const stack = new Stack(app, 'Broken', { env: { account: '111122223333', region: 'eu-west-1' } });
  new s3.CfnBucket(stack, 'OpenBucket');
  new lambda.CfnFunction(stack, 'LonelyFunction', {
    role: 'arn:aws:iam::111122223333:role/anything',
    runtime: 'nodejs18.x',
    handler: 'index.handler',
    code: { zipFile: 'exports.handler = () => undefined;' },
  });
  new ssm.CfnParameter(stack, 'UnknownType', { type: 'Strung', value: 'value' });
  const parameter = new ssm.CfnParameter(stack, 'WrongShape', { type: 'String', value: 'value' });
  parameter.addPropertyOverride('Value', { not: 'text' });
  Validations.of(stack).addWarning('cdk-nines::Careless', 'nobody looks after this');
  return app;
}
