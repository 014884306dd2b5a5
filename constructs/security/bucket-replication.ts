import { Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { ManagedPolicyRole, Wildcard } from './managed-policy-role';

/** The destination of a bucket's copies. */
export interface BucketReplica {
  /** A versioned bucket, usually in another region. */
  readonly bucket: s3.IBucket;
  /** The key that encrypts the copies: of the region of the bucket. */
  readonly key: kms.IKey;
}

/** Copies every new object, its deletion marker and its metadata; a bucket without replicas ends the chain. */
export function replicateBucket(bucket: s3.Bucket, key: kms.IKey, replicas: BucketReplica[]): void {
  if (replicas.length === 0) return acknowledgeTerminalBucket(bucket);
  const role = replicationRole(bucket, key, replicas);
  const resource = bucket.node.defaultChild as s3.CfnBucket;
  resource.replicationConfiguration = {
    role: role.roleArn,
    rules: replicas.map((replica, priority) => replicationRule(replica, priority)),
  };
}

function replicationRule(replica: BucketReplica, priority: number): s3.CfnBucket.ReplicationRuleProperty {
  return {
    id: `Copy${priority}`,
    priority,
    status: 'Enabled',
    filter: { prefix: '' },
    deleteMarkerReplication: { status: 'Enabled' },
    sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
    destination: {
      bucket: replica.bucket.bucketArn,
      encryptionConfiguration: { replicaKmsKeyId: replica.key.keyArn },
      metrics: { status: 'Enabled', eventThreshold: { minutes: 15 } },
      replicationTime: { status: 'Enabled', time: { minutes: 15 } },
    },
  };
}

function replicationRole(bucket: s3.Bucket, key: kms.IKey, replicas: BucketReplica[]): ManagedPolicyRole {
  const allow = (actions: string[], resources: string[]) => new iam.PolicyStatement({ actions, resources });
  const copies = replicas.map((replica) => replica.bucket.arnForObjects('*'));
  const role = new ManagedPolicyRole(bucket, 'Replication', {
    assumedBy: new iam.ServicePrincipal('s3.amazonaws.com'),
    statements: [
      allow(['s3:GetReplicationConfiguration', 's3:ListBucket'], [bucket.bucketArn]),
      allow(
        ['s3:GetObjectVersionAcl', 's3:GetObjectVersionForReplication', 's3:GetObjectVersionTagging'],
        [bucket.arnForObjects('*')],
      ),
      allow(['s3:ReplicateDelete', 's3:ReplicateObject', 's3:ReplicateTags'], copies),
      allow(['kms:Decrypt'], [key.keyArn]),
      allow(
        ['kms:Encrypt', 'kms:GenerateDataKey'],
        replicas.map((replica) => replica.key.keyArn),
      ),
    ],
  });
  for (const objects of [bucket.arnForObjects('*'), ...copies]) {
    role.acknowledgeWildcard(
      Wildcard.resource(objects),
      'Objects have no other name than a pattern bound to one bucket.',
    );
  }
  return role;
}

function acknowledgeTerminalBucket(bucket: s3.Bucket): void {
  for (const pack of ['NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321']) {
    Validations.of(bucket).acknowledge({
      id: `${pack}::${pack}-S3BucketReplicationEnabled`,
      reason: 'This bucket is the end of its replication chain; it is versioned and retained.',
    });
  }
}
