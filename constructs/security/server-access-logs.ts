import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';

/**
 * Lets S3 deliver the server access logs of all buckets of this account. By bucket policy, whatever the feature flags of
 * the app say, and without naming the buckets: they would have to wait for this one and this one for them.
 */
export function admitServerAccessLogs(destination: s3.Bucket): void {
  destination.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'ServerAccessLogs',
      principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [destination.arnForObjects('*')],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(destination).account } },
    }),
  );
}

/** Logs the access to a bucket under a prefix of another one, or of itself. */
export function logServerAccess(bucket: s3.Bucket, destination: s3.IBucket | undefined, prefix: string): void {
  const resource = bucket.node.defaultChild as s3.CfnBucket;
  resource.loggingConfiguration = { destinationBucketName: destination?.bucketName, logFilePrefix: `${prefix}/` };
}
