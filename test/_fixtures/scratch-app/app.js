// An app outside the repository that knows the package only by its name.
const { App } = require('aws-cdk-lib');
const { LogVault, PlatformKey, RegionalStack, TieredVpc, WorkQueue } = require('cdk-nines');

const app = new App({ outdir: process.argv[2] });
const stack = new RegionalStack(app, 'Scratch', {
  region: 'eu-west-1',
  zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
});

const { key } = new PlatformKey(stack, 'Key');
const logVault = new LogVault(stack, 'Logs', { key });
new TieredVpc(stack, 'Network', { cidr: '10.0.0.0/16', logVault });
new WorkQueue(stack, 'Orders', { key });

const { template } = app.synth().getStackByName('Scratch');
console.log(`${Object.keys(template.Resources).length} resources`);
