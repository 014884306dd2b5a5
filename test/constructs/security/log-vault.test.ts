import type { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AccessLogBucket, LogDelivery, LogVault, PlatformKey } from '../../../constructs/security';
import { regionalStack } from '../../_helpers/stacks';
import { Synthesis, testApp } from '../../_helpers/synthesis';

const terminal = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'];

function vault(app: App, id: string, region: string) {
  const stack = regionalStack(app, id, region);
  const { key } = new PlatformKey(stack, 'Key');
  return { stack, key, logs: new LogVault(stack, 'Logs', { key }) };
}

describe('two regions, one bucket copied to the other', () => {
  const synthesis = new Synthesis((app) => {
    const away = vault(app, 'Away', 'eu-west-1');
    const home = vault(app, 'Home', 'us-east-1');
    const copy = away.logs.bucket(away.stack, 'Data');
    home.logs.bucket(home.stack, 'Data', { replicateTo: [{ bucket: copy, key: away.key }] });
    home.logs.group(home.stack, 'Group');
    new AccessLogBucket(home.stack, 'CdnLogs', {
      delivery: LogDelivery.ACCESS_CONTROL_LIST,
      accessLogs: home.logs.accessLogs,
    });
  });
  const template = (id: string) => Template.fromStack(synthesis.app.node.findChild(id) as never);

  test('passes all gates; only log buckets and the end of the chain are acknowledged', () => {
    expect(synthesis.fatal).toEqual([]);
    const policies = synthesis.acknowledged.filter((rule) => rule.includes('-'));
    expect(policies.filter((rule) => !rule.includes('IAM5'))).toEqual([
      ...terminal.flatMap((pack) => [`${pack}-S3BucketReplicationEnabled`, `${pack}-S3DefaultEncryptionKMS`]),
    ]);
    expect(policies.filter((rule) => rule.includes('IAM5'))).toHaveLength(2);
  });

  test('objects are copied with the key of the other region', () => {
    template('Home').hasResourceProperties('AWS::S3::Bucket', {
      ReplicationConfiguration: {
        Rules: [
          Match.objectLike({
            Status: 'Enabled',
            DeleteMarkerReplication: { Status: 'Enabled' },
            Destination: Match.objectLike({
              EncryptionConfiguration: { ReplicaKmsKeyID: { 'Fn::GetStackOutput': Match.anyValue() } },
            }),
          }),
        ],
      },
    });
  });

  test('every bucket is retained, versioned, private and refuses plain HTTP', () => {
    const buckets = Object.values(template('Home').findResources('AWS::S3::Bucket'));
    expect(buckets).toHaveLength(3);
    for (const bucket of buckets) {
      expect(bucket.DeletionPolicy).toBe('Retain');
      expect(bucket.Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      expect(bucket.Properties.PublicAccessBlockConfiguration.BlockPublicPolicy).toBe(true);
    }
    template('Home').resourcePropertiesCountIs(
      'AWS::S3::BucketPolicy',
      {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        },
      },
      3,
    );
  });

  test('the access to each bucket is logged under a prefix of its own, and unfinished uploads are removed', () => {
    template('Home').hasResourceProperties('AWS::S3::Bucket', {
      LoggingConfiguration: { LogFilePrefix: 'Home/Data/' },
      LifecycleConfiguration: {
        Rules: Match.arrayWith([Match.objectLike({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } })]),
      },
    });
  });

  test('log groups are encrypted, kept for a year and retained', () => {
    template('Home').hasResource('AWS::Logs::LogGroup', {
      Properties: { KmsKeyId: Match.anyValue(), RetentionInDays: 365 },
      DeletionPolicy: 'Retain',
    });
  });
});

test('buckets are the same without any feature flag', () => {
  const build = (flags?: Record<string, unknown>) => {
    const app = testApp({ flags });
    return Template.fromStack(vault(app, 'Home', 'us-east-1').stack).findResources('AWS::S3::Bucket');
  };
  expect(build({})).toEqual(build());
});
