import { Tags, Validations } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnExperimentTemplate } from 'aws-cdk-lib/aws-fis';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Schedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct, type IConstruct } from 'constructs';
import { validate } from '../../core/errors';
import type { LogVault } from '../../security';
import type { ChaosEnvironment } from './chaos-environment';
import { ChaosExperiment } from './chaos-experiment';
import type { ChaosReports } from './chaos-reports';
import { hitsMost, suiteChecks } from './chaos-suite-checks';
import type { Experiment } from './experiment';
import type { EmptyTargets, TargetTag } from './experiment-props';
import { ExperimentContext } from './experiment-spec';

/** Experiments of one region. */
export interface ChaosSuiteProps {
  /** What is put to the test. */
  readonly experiments: Experiment[];
  /** Makes the encrypted log group of the suite. */
  readonly logVault: LogVault;
  /**
   * Alarms that end an experiment, and keep it from starting while they ring: at most 5, in this region, on the service
   * level objectives that an experiment must not break.
   * @default - every experiment names its own
   */
  readonly stopWhen?: cloudwatch.IAlarm[];
  /**
   * Where the suite runs.
   * @default ChaosEnvironment.PRODUCTION
   */
  readonly environment?: ChaosEnvironment;
  /**
   * Tag of what experiments may hit.
   * @default - `chaos` = `allowed`
   */
  readonly tag?: TargetTag;
  /**
   * What an experiment does when it finds no target.
   * @default EmptyTargets.FAIL
   */
  readonly emptyTargets?: EmptyTargets;
  /**
   * Reports of every run.
   * @default - the log only
   */
  readonly reports?: ChaosReports;
}

/**
 * Experiments of the AWS Fault Injection Service: failures caused on purpose, to find out whether a redundancy that is
 * claimed is there.
 *
 * No experiment without an alarm that ends it, a hypothesis that it can refute, and a tag on what it may touch. Each has a
 * role of its own, writes an encrypted log, and fails if it finds nothing to break. It starts by hand; outside of
 * production also on a schedule.
 *
 * It survives nothing and protects nothing: it shows what does. It works in one region; the failure of a whole region
 * can be shown only as the loss of the way to it. Terminated servers do not come back when an alarm ends the experiment.
 */
export class ChaosSuite extends Construct {
  /** The experiments. */
  public readonly experiments: Experiment[];
  /** Tag of what experiments may hit. */
  public readonly tag: TargetTag;
  /** Log of all runs. */
  public readonly logGroup: logs.ILogGroup;
  /** Templates of the experiments, in their order. */
  public readonly templates: CfnExperimentTemplate[];
  /** Roles of the experiments, in their order. */
  public readonly roles: iam.IRole[];
  /** Schedules of the experiments that have one. */
  public readonly schedules: Schedule[];

  constructor(scope: Construct, id: string, props: ChaosSuiteProps) {
    super(scope, id);
    this.tag = props.tag ?? { key: 'chaos', value: 'allowed' };
    this.experiments = [...props.experiments];
    const context = new ExperimentContext(this, this.tag);
    validate(this, suiteChecks(props, context));
    this.logGroup = props.logVault.group(this, 'Log');
    const made = this.experiments.map((experiment) => this.make(experiment, context, props));
    this.templates = made.map(({ template }) => template);
    this.roles = made.map(({ role }) => role);
    this.schedules = made.flatMap(({ schedule }) => schedule ?? []);
  }

  /** Template of an experiment, if the suite has it. */
  public template(name: string): CfnExperimentTemplate | undefined {
    return this.templates[this.experiments.findIndex((experiment) => experiment.name === name)];
  }

  /** Permits experiments on everything within a construct, by the tag of the suite. */
  public allow(target: IConstruct): void {
    Tags.of(target).add(this.tag.key, this.tag.value);
  }

  private make(experiment: Experiment, context: ExperimentContext, props: ChaosSuiteProps): ChaosExperiment {
    const made = new ChaosExperiment(this, experiment.name, {
      experiment,
      context,
      logGroup: this.logGroup,
      stopWhen: experiment._spec.props.stopWhen ?? props.stopWhen ?? [],
      reports: props.reports,
      emptyTargets: props.emptyTargets,
    });
    if (hitsMost(experiment._spec)) warnAbout(experiment, made);
    return made;
  }
}

function warnAbout({ name, _spec: { share } }: Experiment, made: ChaosExperiment): void {
  Validations.of(made).addWarning(
    'cdk-nines::ExperimentHitsMost',
    `${name} may hit ${share?._amount} % of what carries its tag. More than 50 % leaves fewer than are lost: start with a ` +
      'smaller share, unless the whole is what has to fail.',
  );
}
