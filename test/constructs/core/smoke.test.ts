import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { RegionalStack } from '../../../constructs/core';
import { Synthesis } from '../../_helpers/synthesis';
test('gate finds', () => {
  const s = new Synthesis((app) => { new CfnQueue(new RegionalStack(app, 'S', { region: 'us-east-1', zones: ['us-east-1a'] }), 'Z', { fifoThroughputLimit: 'bogus' }); });
  console.log(s.fatal.map((f) => f.rule));
});
