import { untracedAcknowledgements } from '../../../lib/gates/untraced-acknowledgements';

const acknowledged = (id: string) => ({
  path: 'App/Bucket',
  type: 'aws:cdk:acknowledged-rules',
  data: { [id]: 'why' },
});

test.each(['Annotation::HIPAA.Security-S3BucketLoggingEnabled', 'annotation::AwsSolutions-IAM5[Resource::*]'])(
  '%s names no pack and is a finding',
  (id) => {
    const [plugin] = id.replace(/^annotation::/i, '').split('-');
    expect(untracedAcknowledgements([acknowledged(id)])).toMatchObject([{ plugin, path: 'App/Bucket' }]);
  },
);

test.each(['AwsSolutions::AwsSolutions-IAM5[Resource::*]', 'Annotation::cdk-nines::SingleNat', 'Annotation::Own-Rule'])(
  '%s is in order',
  (id) => expect(untracedAcknowledgements([acknowledged(id)])).toEqual([]),
);

test('other notes are none of its business', () => {
  expect(untracedAcknowledgements([{ path: 'App', type: 'aws:cdk:logicalId', data: 'AwsSolutions-S1' }])).toEqual([]);
});
