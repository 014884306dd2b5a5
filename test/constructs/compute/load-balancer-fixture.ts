import type { App } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type { IConstruct } from 'constructs';
import { type Surroundings, surroundings } from '../../_helpers/stacks';

/** What a load balancer needs around it. */
export interface Entry extends Surroundings {
  readonly certificates: acm.ICertificate[];
  readonly firewall: { readonly webAclArn: string };
}

/** A stack with key, log vault and VPC, and a certificate and web ACL that exist elsewhere. */
export function entry(app: App, id?: string, region = 'us-east-1'): Entry {
  const around = surroundings(app, id, region);
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:111111111111:${resource}`;
  const certificate = acm.Certificate.fromCertificateArn(around.stack, 'Certificate', arn('acm', 'certificate/a'));
  return { ...around, certificates: [certificate], firewall: { webAclArn: arn('wafv2', 'regional/webacl/a/b') } };
}

/** The texts of the warnings on a construct. */
export function warningsOf(construct: IConstruct): unknown[] {
  return construct.node.metadata.filter((item) => item.type === 'aws:cdk:warning').map((item) => item.data);
}

/** What `LogVault` and `RegionalStack` bring with them. */
export const ACKNOWLEDGED_AROUND = [
  'HIPAA.Security-S3BucketReplicationEnabled',
  'HIPAA.Security-S3DefaultEncryptionKMS',
  'NIST.800.53.R5-S3BucketReplicationEnabled',
  'NIST.800.53.R5-S3DefaultEncryptionKMS',
  'PCI.DSS.321-S3BucketReplicationEnabled',
  'PCI.DSS.321-S3DefaultEncryptionKMS',
  'W3010',
];
