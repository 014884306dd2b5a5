import { Duration } from 'aws-cdk-lib';
import * as appconfig from 'aws-cdk-lib/aws-appconfig';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { AppStack } from './app-stack';
import { allow } from './pieces';

/** Features that are given up, level by level. */
export const LEVELS = [
  ['recommendations', 'reviews'],
  ['search-suggestions', 'email'],
  ['order-history', 'personal-prices'],
  ['accounts', 'product-changes'],
];
export const LEVEL_NAMES = ['0', ...LEVELS.map((_, index) => `${index + 1}`)];
const FEATURES = LEVELS.flat().sort();

export function offAt(level: number): string[] {
  return LEVELS.slice(0, level).flat().sort();
}

const PROFILE = 'degradation';
const POLL_SECONDS = '15';

/** Feature flags, one version of them for each level. */
export interface Flags {
  readonly application: appconfig.Application;
  readonly environment: appconfig.Environment;
  readonly profile: appconfig.CfnConfigurationProfile;
  readonly strategy: appconfig.DeploymentStrategy;
  readonly versions: string[];
  /** What tasks have to know to read them. */
  readonly configuration: Record<string, string>;
  /** What tasks need to read them. */
  readonly statements: iam.PolicyStatement[];
}

export function createFlags(stack: AppStack): Flags {
  const application = new appconfig.Application(stack, 'Flags', {
    applicationName: 'bare-flags',
    description: 'Features that are switched off under load',
  });
  const environment = new appconfig.Environment(stack, 'FlagsEnvironment', {
    application,
    environmentName: 'bare-flags-environment',
    deletionProtectionCheck: appconfig.DeletionProtectionCheck.APPLY,
  });
  const profile = new appconfig.CfnConfigurationProfile(stack, 'FlagsProfile', {
    applicationId: application.applicationId,
    name: PROFILE,
    locationUri: 'hosted',
    type: 'AWS.AppConfig.FeatureFlags',
    kmsKeyIdentifier: stack.foundation.key.keyArn,
    deletionProtectionCheck: 'APPLY',
  });
  const strategy = new appconfig.DeploymentStrategy(stack, 'FlagsAtOnce', {
    deploymentStrategyName: 'bare-flags-at-once',
    rolloutStrategy: appconfig.RolloutStrategy.linear({
      growthFactor: 100,
      deploymentDuration: Duration.minutes(0),
      finalBakeTime: Duration.minutes(0),
    }),
  });
  const versions = [[], ...LEVELS].map((_, level) => version(stack, `Level${level}`, profile, FEATURES, level));
  const parts = { application, environment, profile, strategy, versions };
  deployFirst(stack, parts, version(stack, 'First', profile, [], 0));
  return { ...parts, ...access(stack, parts) };
}

type Parts = Omit<Flags, 'configuration' | 'statements'>;

function version(
  stack: AppStack,
  name: string,
  { applicationId, ref }: appconfig.CfnConfigurationProfile,
  features: string[],
  level: number,
): string {
  const off = offAt(level);
  const values = features.map((feature) => [feature, { enabled: !off.includes(feature) }] as const);
  const content = {
    version: '1',
    flags: Object.fromEntries(['degraded', ...features].map((flag) => [flag, { name: flag }])),
    values: { degraded: { enabled: level > 0 }, ...Object.fromEntries(values) },
  };
  return new appconfig.CfnHostedConfigurationVersion(stack, `Flags${name}`, {
    applicationId,
    configurationProfileId: ref,
    content: JSON.stringify(content),
    contentType: 'application/json',
    description: name,
  }).ref;
}

/** Until a workflow deploys a level. */
function deployFirst(stack: AppStack, { application, environment, profile, strategy }: Parts, first: string): void {
  new appconfig.CfnDeployment(stack, 'FlagsFirstDeployment', {
    applicationId: application.applicationId,
    environmentId: environment.environmentId,
    configurationProfileId: profile.ref,
    configurationVersion: first,
    deploymentStrategyId: strategy.deploymentStrategyId,
    kmsKeyIdentifier: stack.foundation.key.keyArn,
    description: 'level-0',
  });
}

function access({ foundation }: AppStack, { application, environment, profile }: Parts) {
  const path = `/applications/${application.applicationId}/environments/${environment.environmentId}/configurations/${profile.ref}`;
  const read = ['appconfig:GetLatestConfiguration', 'appconfig:StartConfigurationSession'];
  return {
    configuration: {
      DEGRADATION_FLAGS: `http://localhost:2772${path}`,
      PREFETCH_LIST: path,
      POLL_INTERVAL: POLL_SECONDS,
      AWS_APPCONFIG_EXTENSION_PREFETCH_LIST: path,
      AWS_APPCONFIG_EXTENSION_POLL_INTERVAL_SECONDS: POLL_SECONDS,
    },
    statements: [
      allow(read, `${environment.environmentArn}/configuration/${profile.ref}`),
      allow(['kms:Decrypt'], foundation.key.keyArn),
    ],
  };
}
