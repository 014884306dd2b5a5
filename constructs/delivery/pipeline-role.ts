import { Stack } from 'aws-cdk-lib';
import type * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../security';
import type { DeliveryBuckets } from './delivery-buckets';
import type { DeploymentWave } from './deployment-wave';
import { readableArns } from './wave-alarms';

const SEES_ALL_ALARMS =
  'CloudWatch describes composite alarms only to who may describe all; nothing but their state is read.';

/** The role of the pipeline: take assemblies, hand them over, start deployments, look at alarms. It deploys nothing. */
export function createPipelineRole(
  scope: Construct,
  { assemblies, assemblyKey, artifacts }: DeliveryBuckets,
  projects: codebuild.IProject[],
  waves: DeploymentWave[],
): ManagedPolicyRole {
  const alarms = readableArns(Stack.of(scope), waves);
  const role = new ManagedPolicyRole(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('codepipeline.amazonaws.com'),
    description: `Runs the deployment waves of ${scope.node.path}`,
    statements: [
      allow(
        ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
        projects.map(({ projectArn }) => projectArn),
      ),
      allow(
        ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning', 's3:ListBucket'],
        [assemblies.bucketArn, artifacts.bucketArn],
      ),
      allow(['s3:GetObject', 's3:GetObjectVersion'], [assemblies.arnForObjects(assemblyKey)]),
      allow(['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], [artifacts.arnForObjects('*')]),
      allow(['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'], keyArns(assemblies, artifacts)),
      allow(['cloudwatch:DescribeAlarms'], alarms),
    ],
  });
  role.acknowledgeWildcard(
    Wildcard.resource(artifacts.arnForObjects('*')),
    'The pipeline names its artifacts when it makes them; the bucket holds nothing else.',
  );
  if (alarms.includes('*')) {
    role.acknowledgeWildcard(Wildcard.resource('*'), SEES_ALL_ALARMS);
  }
  return role;
}

function allow(actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources });
}

function keyArns(...buckets: s3.IBucket[]): string[] {
  return [...new Set(buckets.flatMap(({ encryptionKey }) => encryptionKey?.keyArn ?? []))];
}
