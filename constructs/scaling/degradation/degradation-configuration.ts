import * as appconfig from 'aws-cdk-lib/aws-appconfig';
import { Duration } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { flagContent } from './degradation-flags';
import type { DegradationLevel } from './degradation-ladder-props';

/** What the flags of a ladder are made of. */
export interface DegradationConfigurationProps {
  /** What is off at which level. */
  readonly levels: DegradationLevel[];
  /** Encrypts versions and deployments. */
  readonly key: kms.IKey;
  /** Whether it can be deleted only when nobody reads it. */
  readonly isProtected: boolean;
}

/**
 * How a deployment says which level it is. Versions cannot: their numbers change with the flags, and a level has to be
 * known although its flags were changed meanwhile.
 */
export function deploymentDescription(level: number | string): string {
  return `level-${level}`;
}

/** The AppConfig resources of a ladder: one version of the flags per level, and the first deployment. */
export class DegradationConfiguration extends Construct {
  /** Application. */
  public readonly application: appconfig.Application;
  /** Environment: one deployment at a time. */
  public readonly stage: appconfig.Environment;
  /** The flags. */
  public readonly profile: appconfig.CfnConfigurationProfile;
  /** How levels are deployed. */
  public readonly strategy: appconfig.DeploymentStrategy;
  /** Numbers of the versions, by level. */
  public readonly versions: string[];

  constructor(scope: Construct, id: string, props: DegradationConfigurationProps) {
    super(scope, id);
    const deletionProtectionCheck = appconfig.DeletionProtectionCheck[props.isProtected ? 'APPLY' : 'BYPASS'];
    this.application = new appconfig.Application(this, 'Application', { description: scope.node.path.slice(0, 1024) });
    // No monitors: the alarms that would roll a deployment back are those that it answers.
    this.stage = new appconfig.Environment(this, 'Environment', {
      application: this.application,
      deletionProtectionCheck,
    });
    this.profile = this.flagProfile(props.key, deletionProtectionCheck);
    this.strategy = atOnce(this);
    const [first, ...versions] = this.versionsOf(props.levels);
    this.versions = versions.map((version) => version.ref);
    this.deployFirst(first, props.key);
  }

  private flagProfile(key: kms.IKey, deletionProtectionCheck: string): appconfig.CfnConfigurationProfile {
    return new appconfig.CfnConfigurationProfile(this, 'Flags', {
      applicationId: this.application.applicationId,
      name: 'degradation',
      type: 'AWS.AppConfig.FeatureFlags',
      locationUri: 'hosted',
      kmsKeyIdentifier: key.keyArn,
      deletionProtectionCheck,
    });
  }

  /** The first one, then one for each level. One after the other: AppConfig refuses to make two at the same time. */
  private versionsOf(levels: DegradationLevel[]): appconfig.CfnHostedConfigurationVersion[] {
    const numbers = [0, ...levels.map(({ level }) => level)].sort((a, b) => a - b);
    const versions = [
      this.version('First', flagContent([], 0)),
      ...numbers.map((level) => this.version(`Level${level}`, flagContent(levels, level))),
    ];
    versions.slice(1).forEach((version, index) => version.addResourceDependency(versions[index]));
    return versions;
  }

  private version(id: string, content: string): appconfig.CfnHostedConfigurationVersion {
    return new appconfig.CfnHostedConfigurationVersion(this, id, {
      applicationId: this.application.applicationId,
      configurationProfileId: this.profile.ref,
      content,
      contentType: 'application/json',
      description: id,
    });
  }

  /**
   * Applications need something to read as soon as they start. It knows no flag of the ladder and so never changes: a
   * deployment that changed would be made again by CloudFormation, whichever level is on. The workflow deploys the rest.
   */
  private deployFirst(first: appconfig.CfnHostedConfigurationVersion, key: kms.IKey): void {
    const deployment = new appconfig.CfnDeployment(this, 'FirstDeployment', {
      applicationId: this.application.applicationId,
      environmentId: this.stage.environmentId,
      configurationProfileId: this.profile.ref,
      configurationVersion: first.ref,
      deploymentStrategyId: this.strategy.deploymentStrategyId,
      description: deploymentDescription(0),
      kmsKeyIdentifier: key.keyArn,
    });
    // They cannot be changed later.
    deployment.addPropertyDeletionOverride('Tags');
  }
}

/** Everybody at once and without baking: load does not wait, and a deployment in progress refuses the next one. */
function atOnce(scope: Construct): appconfig.DeploymentStrategy {
  return new appconfig.DeploymentStrategy(scope, 'AtOnce', {
    rolloutStrategy: appconfig.RolloutStrategy.linear({
      growthFactor: 100,
      deploymentDuration: Duration.minutes(0),
      finalBakeTime: Duration.minutes(0),
    }),
  });
}
