import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { REGION, ZONES } from './settings';

/** A stack in the region, whose zones need no look-up. */
export class BareStack extends Stack {
  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, { env: { region: REGION }, description, crossRegionReferences: true });
    this.node.setContext('aws:cdk:availability-zones:fallback', ZONES);
  }
}
