import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { admitServerAccessLogs, logServerAccess } from './server-access-logs';

/** Who writes the objects of a log bucket, and how. */
export enum LogDelivery {
  /** By bucket policy: load balancers, S3 server access logs. */
  POLICY = 'policy',
  /** By access control list: CloudFront standard logging. */
  ACCESS_CONTROL_LIST = 'acl',
}

/** A bucket that receives access logs. */
export interface AccessLogBucketProps {
  /**
   * How long objects are kept.
   * @default - one year
   */
  readonly retention?: Duration;
  /**
   * How the writer is let in.
   * @default LogDelivery.POLICY
   */
  readonly delivery?: LogDelivery;
  /**
   * Where this bucket's own access is logged.
   * @default - in itself, under `self/`
   */
  readonly accessLogs?: s3.IBucket;
  /**
   * What happens to the bucket when it leaves the stack.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A versioned, TLS-only bucket for the access logs of load balancers, buckets and distributions.
 *
 * Encrypted with keys that S3 manages, because these writers support nothing else. Survives the loss of a zone; access
 * logs are not replicated to another region.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export class AccessLogBucket extends Construct {
  /** The bucket. */
  public readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps = {}) {
    super(scope, id);
    const retention = props.retention ?? Duration.days(365);
    const byAcl = props.delivery === LogDelivery.ACCESS_CONTROL_LIST;
    this.bucket = new s3.Bucket(this, 'Bucket', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: byAcl ? s3.ObjectOwnership.OBJECT_WRITER : s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [{ id: 'Expire', expiration: retention, noncurrentVersionExpiration: Duration.days(30) }],
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    admitServerAccessLogs(this.bucket);
    logServerAccess(this.bucket, props.accessLogs, props.accessLogs ? this.node.path : 'self');
    acknowledgeLogBucket(this.bucket);
  }
}

function acknowledgeLogBucket(bucket: s3.Bucket): void {
  const acknowledge = (pack: string, rule: string, reason: string) =>
    Validations.of(bucket).acknowledge({ id: `${pack}::${pack}-${rule}`, reason });
  for (const pack of ['NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321']) {
    acknowledge(
      pack,
      'S3BucketReplicationEnabled',
      'Access logs are the end of the chain: replication needs one. They are versioned, retained and expire.',
    );
    acknowledge(
      pack,
      'S3DefaultEncryptionKMS',
      'Load balancers and S3 deliver access logs only to buckets with S3-managed keys; TLS is enforced.',
    );
  }
}
