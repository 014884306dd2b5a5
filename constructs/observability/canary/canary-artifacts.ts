import { type Duration, Validations } from 'aws-cdk-lib';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { LogVault } from '../../security';

const NO_REPLICA =
  'Screenshots and logs of probes explain a failure for some weeks, and then expire. Whether runs failed stands in ' +
  'CloudWatch; a bucket that is replicated can be passed as `artifacts`.';

/** A bucket whose objects expire. */
export function artifactBucket(scope: Construct, logVault: LogVault, retention: Duration): s3.IBucket {
  const bucket = logVault.bucket(scope, 'Artifacts', { keepVersions: retention });
  bucket.addLifecycleRule({ id: 'Artifacts', expiration: retention });
  for (const pack of ['NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321']) {
    Validations.of(bucket).acknowledge({ id: `${pack}::${pack}-S3BucketReplicationEnabled`, reason: NO_REPLICA });
  }
  return bucket;
}
