// An app outside the repository that knows the package only by its name.
const { App, Stack } = require('aws-cdk-lib');
const { PlatformKey, TieredVpc, WorkQueue } = require('cdk-nines');

const app = new App({ outdir: process.argv[2] });
const stack = new Stack(app, 'Scratch', { env: { account: '111111111111', region: 'eu-west-1' } });

const key = new PlatformKey(stack, 'Key');
new TieredVpc(stack, 'Network', {
  cidr: '10.0.0.0/16',
  zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
});
new WorkQueue(stack, 'Orders', { key: key.key });

const { template } = app.synth().getStackByName('Scratch');
console.log(`${Object.keys(template.Resources).length} resources`);
