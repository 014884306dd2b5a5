import { type Duration, Stack, Validations } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../security';
import type { DeploymentWave } from './deployment-wave';

/** What the project of a wave gets from the pipeline. */
export interface WaveProjectProps {
  /** What it deploys, and where. */
  readonly wave: DeploymentWave;
  /** Exact version of the CDK's command line. */
  readonly cliVersion: string;
  /** How long the deployment may take. */
  readonly timeout: Duration;
  /** Where it writes what it does. */
  readonly logGroup: logs.ILogGroup;
  /** Where it finds the assembly. */
  readonly artifacts: s3.IBucket;
  /** Key of the artifacts. */
  readonly key: kms.IKey;
}

/** Roles of the bootstrap stack that a deployment without image assets goes through. */
const BOOTSTRAP_ROLES = ['deploy', 'file-publishing', 'lookup'];

/** Runs the CDK's command line for the stacks of one wave, and can reach nothing but the region of that wave. */
export class WaveProject extends Construct {
  /** What the pipeline starts. */
  readonly project: codebuild.PipelineProject;
  /** What it may do. */
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: WaveProjectProps) {
    super(scope, id);
    this.role = this.createRole(props);
    this.project = this.createProject(props);
    this.project.node.addDependency(this.role);
    this.acknowledgeSource();
  }

  private createProject({ wave, cliVersion, timeout, logGroup }: WaveProjectProps): codebuild.PipelineProject {
    return new codebuild.PipelineProject(this, 'Project', {
      description: `Deploys wave ${wave.name} to ${wave.region}`,
      role: this.role.withoutPolicyUpdates(),
      grantReportGroupPermissions: false,
      environment: { buildImage: codebuild.LinuxBuildImage.AMAZON_LINUX_2023_5, privileged: false },
      timeout,
      logging: { cloudWatch: { logGroup, prefix: wave.name } },
      buildSpec: codebuild.BuildSpec.fromObject({
        version: '0.2',
        phases: { install: { 'runtime-versions': { nodejs: 22 } }, build: { commands: [command(wave, cliVersion)] } },
      }),
    });
  }

  private createRole({ wave, logGroup, artifacts, key }: WaveProjectProps): iam.Role {
    const allow = (actions: string[], resources: string[]) => new iam.PolicyStatement({ actions, resources });
    const objects = artifacts.arnForObjects('*');
    const role = new ManagedPolicyRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com'),
      description: `Deploys wave ${wave.name} to ${wave.region}`,
      statements: [
        allow(['sts:AssumeRole'], bootstrapRoles(Stack.of(this), wave)),
        allow(['s3:GetObject', 's3:GetObjectVersion'], [objects]),
        allow(['s3:GetBucketAcl', 's3:GetBucketLocation'], [artifacts.bucketArn]),
        allow(['kms:Decrypt', 'kms:DescribeKey'], [key.keyArn]),
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]),
      ],
    });
    role.acknowledgeWildcard(Wildcard.resource(objects), 'The pipeline names its artifacts when it makes them.');
    return role;
  }

  /** The rule wants OAuth of every source, and this one is no repository. */
  private acknowledgeSource(): void {
    for (const pack of ['HIPAA.Security', 'PCI.DSS.321']) {
      Validations.of(this.project).acknowledge({
        id: `${pack}::${pack}-CodeBuildProjectSourceRepoUrl`,
        reason:
          'The source is an artifact that CodePipeline hands over, encrypted, by IAM role; no repository is involved.',
      });
    }
  }
}

/** The artifact is the assembly itself, so nothing is built here and every wave deploys the very same templates. */
function command({ stacks }: DeploymentWave, cliVersion: string): string {
  const options = '--app . --exclusively --require-approval never --progress events';
  return `npx --yes aws-cdk@${cliVersion} deploy ${options} ${stacks._ids.join(' ')}`;
}

function bootstrapRoles({ partition, account: own }: Stack, { region, stacks }: DeploymentWave): string[] {
  const arns = stacks._targets.flatMap(({ account = own, qualifier }) =>
    BOOTSTRAP_ROLES.map(
      (role) => `arn:${partition}:iam::${account}:role/cdk-${qualifier}-${role}-role-${account}-${region}`,
    ),
  );
  return [...new Set(arns)];
}
