import { Duration } from 'aws-cdk-lib';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction, ManualApprovalAction, S3SourceAction, S3Trigger } from 'aws-cdk-lib/aws-codepipeline-actions';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import { createBuckets, type DeliveryBuckets, withoutGrants } from './delivery-buckets';
import { undelivered, watchUndelivered } from './delivery-dead-letters';
import { SOURCE_ACTION, startOnUpload, tellPeople } from './delivery-events';
import type { DeploymentWave } from './deployment-wave';
import { approvalStage, deploymentWavesChecks } from './deployment-waves-checks';
import type { DeploymentWavesProps } from './deployment-waves-props';
import { createPipelineRole } from './pipeline-role';
import { bakeCondition, entryCondition } from './wave-conditions';
import { orderProblems } from './wave-order';
import { WaveProject } from './wave-project';

/**
 * A pipeline that deploys a finished cloud assembly wave by wave: the stacks of one region, then a bake under the eyes of
 * that region's alarms, then the next. All waves deploy the same file, so what has proved itself in one region is what the
 * next one gets.
 *
 * Survives a bad change: it stays in the regions of the waves before the alarm. Survives a deployment that fails: CloudFormation
 * takes the stack back, and no later wave begins. Does not survive the loss of its own region: put it into one that takes
 * no writes, and keep the way by hand (see the README). Does not notice what no alarm shows.
 *
 * The alarms have to exist: the first deployment of all is made by hand. Executions wait for each other; each gets through
 * all waves. Image assets have to be published beforehand: nothing here may run containers.
 */
export class DeploymentWaves extends Construct {
  /** The pipeline. */
  public readonly pipeline: codepipeline.Pipeline;
  /** Bucket into which assemblies are uploaded. */
  public readonly assemblies: s3.IBucket;
  /** Key of the object that starts a deployment. */
  public readonly assemblyKey: string;
  /** The waves in their order. */
  public readonly waves: DeploymentWave[];
  /** Roles of the deployments, in the order of the waves: each may assume the bootstrap roles of its region only. */
  public readonly deployRoles: iam.IRole[];
  /** Log of the deployments; each wave has a prefix of its own. */
  public readonly logGroup: logs.ILogGroup;
  /** Events that could not be delivered; an alarm tells of the first one. */
  public readonly undelivered: sqs.IQueue;

  constructor(scope: Construct, id: string, props: DeploymentWavesProps) {
    super(scope, id);
    validate(this, deploymentWavesChecks(this, props));
    this.waves = [...props.waves];
    const buckets = createBuckets(this, props);
    this.assemblies = buckets.assemblies;
    this.assemblyKey = buckets.assemblyKey;
    this.logGroup = props.logVault.group(this, 'Log');
    const projects = this.waves.map((wave) => this.createProject(wave, buckets, props));
    this.deployRoles = projects.map(({ role }) => role);
    this.pipeline = this.createPipeline(projects, buckets, props);
    this.undelivered = this.connect(buckets, props);
    this.node.addValidation({ validate: () => orderProblems(this.waves) });
  }

  private createProject(
    wave: DeploymentWave,
    { artifacts }: DeliveryBuckets,
    props: DeploymentWavesProps,
  ): WaveProject {
    return new WaveProject(this, `Wave-${wave.name}`, {
      wave,
      artifacts,
      cliVersion: props.cliVersion ?? '2.1148.1',
      timeout: props.deployTimeout ?? Duration.hours(3),
      logGroup: this.logGroup,
      key: props.logVault.key,
    });
  }

  private createPipeline(
    projects: WaveProject[],
    buckets: DeliveryBuckets,
    { pipelineName }: DeploymentWavesProps,
  ): codepipeline.Pipeline {
    const builds = projects.map(({ project }) => project);
    const role = createPipelineRole(this, buckets, builds, this.waves);
    const pipeline = new codepipeline.Pipeline(this, 'Pipeline', {
      pipelineName,
      pipelineType: codepipeline.PipelineType.V2,
      // A newer assembly must not overtake: the waves behind would get what has not proved itself in front.
      executionMode: codepipeline.ExecutionMode.QUEUED,
      role: role.withoutPolicyUpdates(),
      usePipelineRoleForActions: true,
      artifactBucket: withoutGrants(this, 'ArtifactStore', buckets.artifacts),
      restartExecutionOnUpdate: false,
    });
    pipeline.node.addDependency(role);
    const assembly = this.addSource(pipeline, buckets);
    projects.forEach((project, index) => addWave(pipeline, this.waves[index], project, assembly));
    return pipeline;
  }

  private addSource(
    pipeline: codepipeline.Pipeline,
    { assemblies, assemblyKey }: DeliveryBuckets,
  ): codepipeline.Artifact {
    const output = new codepipeline.Artifact('Assembly');
    const source = new S3SourceAction({
      actionName: SOURCE_ACTION,
      bucket: withoutGrants(this, 'Source', assemblies),
      bucketKey: assemblyKey,
      trigger: S3Trigger.NONE,
      output,
    });
    pipeline.addStage({ stageName: 'Source', actions: [source] });
    return output;
  }

  private connect(buckets: DeliveryBuckets, { logVault, notifications }: DeploymentWavesProps): sqs.IQueue {
    const deadLetters = undelivered(this, logVault.key);
    startOnUpload(this, this.pipeline, buckets, deadLetters);
    tellPeople(this, this.pipeline, notifications, deadLetters);
    watchUndelivered(this, deadLetters, notifications);
    return deadLetters;
  }
}

/** The approval has a stage of its own, so that the alarms are looked at after it, however long it took. */
function addWave(
  pipeline: codepipeline.Pipeline,
  wave: DeploymentWave,
  { project }: WaveProject,
  input: codepipeline.Artifact,
): void {
  const { name, approval } = wave;
  if (approval._manual) pipeline.addStage({ stageName: approvalStage(name), actions: [approvalAction(wave)] });
  pipeline.addStage({
    stageName: name,
    actions: [new CodeBuildAction({ actionName: 'Deploy', project, input })],
    beforeEntry: entryCondition(wave),
    onSuccess: bakeCondition(wave),
  });
}

function approvalAction({ approval }: DeploymentWave): ManualApprovalAction {
  const { instructions, within } = approval._manual ?? {};
  return new ManualApprovalAction({ actionName: 'Approve', additionalInformation: instructions, timeout: within });
}
