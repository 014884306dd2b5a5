import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { DeploymentWavesProps } from './deployment-waves-props';

/** Where assemblies come in, and where the pipeline keeps what it works on. */
export interface DeliveryBuckets {
  readonly assemblies: s3.IBucket;
  readonly assemblyKey: string;
  readonly artifacts: s3.IBucket;
}

/** Two buckets: who may bring an assembly cannot change what the pipeline has already accepted. */
export function createBuckets(scope: Construct, props: DeploymentWavesProps): DeliveryBuckets {
  return {
    assemblies: props.assemblies ?? createAssemblies(scope, props),
    assemblyKey: props.assemblyKey ?? 'assembly.zip',
    artifacts: props.logVault.bucket(scope, 'Artifacts'),
  };
}

/** Events are switched on in the resource: the property of the L2 would bring a function along. */
function createAssemblies(scope: Construct, { logVault }: DeploymentWavesProps): s3.Bucket {
  const bucket = logVault.bucket(scope, 'Assemblies');
  const resource = bucket.node.defaultChild as s3.CfnBucket;
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  return bucket;
}

/** The bucket as the L2 of the pipeline may have it: grants to it and its key change no policy but that of the role. */
export function withoutGrants(scope: Construct, id: string, bucket: s3.IBucket): s3.IBucket {
  const key = bucket.encryptionKey;
  return s3.Bucket.fromBucketAttributes(scope, id, {
    bucketArn: bucket.bucketArn,
    bucketName: bucket.bucketName,
    encryptionKey: key && kms.Key.fromKeyArn(scope, `${id}Key`, key.keyArn),
  });
}
