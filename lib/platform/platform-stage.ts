import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Platform } from './platform';
import type { PlatformProps } from './platform-props';

/**
 * The platform as a stage, for pipelines and for several environments in one app. The CDK's command line finds its stacks
 * under the name of the stage: `cdk deploy 'Test/**'`.
 */
export class PlatformStage extends Stage {
  /** The platform. */
  public readonly platform: Platform;

  constructor(scope: Construct, id: string, props: PlatformProps) {
    super(scope, id, { env: { account: props.account } });
    this.platform = new Platform(this, 'Platform', props);
  }
}
