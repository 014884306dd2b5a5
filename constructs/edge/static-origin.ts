import { Stack, Validations } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { KeyUse } from '../security';

/**
 * A private bucket behind origin access control. The L2's own origin edits the key policy and warns about it; here the
 * policies are written by `letCloudFrontRead`.
 */
export class StaticOrigin extends cloudfront.OriginBase {
  constructor(domainName: string, props: cloudfront.OriginProps) {
    super(domainName, props);
  }

  protected renderS3OriginConfig(): cloudfront.CfnDistribution.S3OriginConfigProperty {
    // Empty, because access control replaces the older identity.
    return { originAccessIdentity: '' };
  }
}

/** A bucket behind a distribution, and the key of its objects. */
export interface StaticContent {
  readonly bucket: s3.IBucket;
  /** @default - the objects are not encrypted with a customer key */
  readonly key?: kms.IKey;
}

/** Lets a distribution read, through the policies of bucket and key. */
export function letCloudFrontRead(distribution: cloudfront.Distribution, { bucket, key }: StaticContent): void {
  const bucketAllows = bucket.addToResourcePolicy(readStatement(distribution, bucket)).statementAdded;
  // The key must not depend on the distribution, which depends on the bucket and so on the key: it trusts the account's.
  const keyAllows = key?.addToResourcePolicy(KeyUse.cloudFront()._statement(key)).statementAdded ?? true;
  if (!bucketAllows) warn(distribution, bucket, 'StaticBucketPolicy', 's3:GetObject in the policy of its bucket');
  if (!keyAllows) warn(distribution, bucket, 'StaticKeyPolicy', 'kms:Decrypt in the policy of its key');
}

function readStatement(distribution: cloudfront.Distribution, bucket: s3.IBucket): iam.PolicyStatement {
  const stack = Stack.of(bucket);
  const anyOfAccount = `arn:${stack.partition}:cloudfront::${stack.account}:distribution/*`;
  // A bucket of another stack cannot name the distribution: the two stacks would wait for each other.
  const sourceArn = stack === Stack.of(distribution) ? distribution.distributionArn : anyOfAccount;
  return new iam.PolicyStatement({
    sid: 'CloudFront',
    principals: [new iam.ServicePrincipal('cloudfront.amazonaws.com')],
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects('*')],
    conditions: { ArnLike: { 'aws:SourceArn': sourceArn } },
  });
}

function warn(scope: IConstruct, bucket: s3.IBucket, code: string, missing: string): void {
  const text = `The policy is not managed here: allow cloudfront.amazonaws.com ${missing}, or ${bucket.node.path} answers 403.`;
  Validations.of(scope).addWarning(`cdk-nines::${code}`, text);
}
