import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AccessLogBucket } from './access-log-bucket';
import { logServerAccess } from './server-access-logs';
import { type BucketReplica, replicateBucket } from './bucket-replication';

/** Encrypted log groups and buckets of a region. */
export interface LogVaultProps {
  /** Key of log groups and data buckets. Its policy lets CloudWatch Logs use it, as that of a `PlatformKey` does. */
  readonly key: kms.IKey;
  /**
   * How long log groups keep their events.
   * @default - one year
   */
  readonly retention?: logs.RetentionDays;
  /**
   * Bucket for the access logs of load balancers and buckets. The policy of your own has to let `logging.s3.amazonaws.com`
   * write.
   * @default - a new one, kept for a year
   */
  readonly accessLogs?: s3.IBucket;
  /**
   * What happens to log groups and buckets when they leave the stack.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** A bucket for data. */
export interface DataBucketProps {
  /**
   * Versioned buckets with a key of their own region, to which every object is copied.
   * @default - none: the bucket is the end of the chain
   */
  readonly replicateTo?: BucketReplica[];
  /**
   * What happens to old versions.
   * @default - kept for 90 days
   */
  readonly keepVersions?: Duration;
}

/**
 * The one place that makes log groups and buckets: encrypted, retained, versioned, logged, TLS only.
 *
 * Survives the loss of a zone and accidental deletion (versions, retention). Survives the loss of a region only for
 * buckets with `replicateTo`.
 */
export class LogVault extends Construct {
  /** Bucket for the access logs of load balancers and buckets. */
  public readonly accessLogs: s3.IBucket;
  /** Key of log groups and data buckets. */
  public readonly key: kms.IKey;

  private readonly retention: logs.RetentionDays;
  private readonly removalPolicy: RemovalPolicy;

  constructor(scope: Construct, id: string, props: LogVaultProps) {
    super(scope, id);
    this.key = props.key;
    this.retention = props.retention ?? logs.RetentionDays.ONE_YEAR;
    this.removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    this.accessLogs =
      props.accessLogs ?? new AccessLogBucket(this, 'AccessLogs', { removalPolicy: this.removalPolicy }).bucket;
  }

  /** An encrypted log group in `scope`, so that it lives in the stack of what it logs. */
  public group(scope: Construct, id: string, logGroupName?: string): logs.LogGroup {
    return new logs.LogGroup(scope, id, {
      logGroupName,
      encryptionKey: this.key,
      retention: this.retention,
      removalPolicy: this.removalPolicy,
    });
  }

  /** An encrypted, versioned bucket in `scope`, whose access is logged. */
  public bucket(scope: Construct, id: string, props: DataBucketProps = {}): s3.Bucket {
    const bucket = new s3.Bucket(scope, id, {
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [
        { id: 'OldVersions', noncurrentVersionExpiration: props.keepVersions ?? Duration.days(90) },
        // Neither is seen in listings, and both are charged or slow down forever.
        { id: 'Leftovers', abortIncompleteMultipartUploadAfter: Duration.days(7), expiredObjectDeleteMarker: true },
      ],
      removalPolicy: this.removalPolicy,
    });
    logServerAccess(bucket, this.accessLogs, bucket.node.path);
    replicateBucket(bucket, this.key, props.replicateTo ?? []);
    return bucket;
  }
}
