import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { bundledCode } from './bundled-code';
import { createCanary, RETENTION_DAYS } from './canary';
import type { Entry } from './load-balancer';
import type { OpsStack } from './ops-stack';
import { CLOSED_BUCKET } from './pieces';
import { DOMAIN, PORTS } from './settings';

/** Canaries inside the network, and as users come. */
export function createCanaries(stack: OpsStack): void {
  const { app } = stack;
  const artifacts = createArtifacts(stack);
  const code = bundledCode('canary').bind(stack);
  const unsigned = { status: [403, 403] as [number, number], json: { message: 'Missing Authentication Token' } };
  const local = (name: string, { loadBalancer }: Entry, host: string) => {
    return { name, url: `https://${loadBalancer.loadBalancerDnsName}/`, serverName: `${host}.${DOMAIN}` };
  };
  createCanary(stack, artifacts, code.s3Location!, {
    id: 'Local',
    entry: 'local',
    steps: [local('web', app.web, 'www'), local('api', app.api, 'api')],
    securityGroup: createSecurityGroup(stack),
  });
  createCanary(stack, artifacts, code.s3Location!, {
    id: 'ToAll',
    entry: 'global',
    steps: [
      { name: 'www', url: `https://www.${DOMAIN}/` },
      { name: 'api', url: `https://api.${DOMAIN}/products`, ...unsigned },
    ],
  });
}

function createArtifacts(stack: OpsStack): s3.Bucket {
  const { key, accessLogs } = stack.foundation;
  return new s3.Bucket(stack, 'Artifacts', {
    ...CLOSED_BUCKET,
    encryption: s3.BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    lifecycleRules: [
      { id: 'OldVersions', noncurrentVersionExpiration: Duration.days(RETENTION_DAYS) },
      { id: 'Leftovers', abortIncompleteMultipartUploadAfter: Duration.days(7), expiredObjectDeleteMarker: true },
      { id: 'Artifacts', expiration: Duration.days(RETENTION_DAYS) },
    ],
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: 'artifacts/',
  });
}

function createSecurityGroup(stack: OpsStack): ec2.SecurityGroup {
  const { vpc } = stack.foundation;
  const group = new ec2.SecurityGroup(stack, 'LocalGroup', { vpc, description: 'Canary' });
  for (const { loadBalancer } of [stack.app.web, stack.app.api]) {
    const [balancers] = loadBalancer.connections.securityGroups;
    balancers.addIngressRule(group, ec2.Port.tcp(PORTS.https), 'From the canary', true);
  }
  return group;
}
