import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { CfnExperimentTemplate } from 'aws-cdk-lib/aws-fis';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Schedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import {
  type ChaosReports,
  DELIVER_LOGS,
  logConfiguration,
  reportConfiguration,
  reportPermissions,
} from './chaos-reports';
import { scheduleExperiment } from './chaos-schedule';
import type { Experiment } from './experiment';
import { EmptyTargets } from './experiment-props';
import { experimentRole } from './experiment-role';
import type { ExperimentContext, ExperimentPlan, Permission } from './experiment-spec';

/** An experiment, and what it gets from its suite. */
export interface ChaosExperimentProps {
  /** The experiment. */
  readonly experiment: Experiment;
  /** Where it runs, and on what. */
  readonly context: ExperimentContext;
  /** Alarms that end it; at least one. */
  readonly stopWhen: cloudwatch.IAlarm[];
  /** Where it writes what happened. */
  readonly logGroup: logs.ILogGroup;
  /**
   * Where its reports go.
   * @default - no reports
   */
  readonly reports?: ChaosReports;
  /**
   * What happens when no target is found, unless the experiment says so itself.
   * @default EmptyTargets.FAIL
   */
  readonly emptyTargets?: EmptyTargets;
}

/** One experiment: its template, its role, and its schedule if it has one. */
export class ChaosExperiment extends Construct {
  /** What FIS runs. */
  readonly template: CfnExperimentTemplate;
  /** What FIS may do meanwhile. */
  readonly role: iam.Role;
  /** When it starts by itself. */
  readonly schedule?: Schedule;

  constructor(scope: Construct, id: string, props: ChaosExperimentProps) {
    super(scope, id);
    const { plan: planOf, props: stated } = props.experiment._spec;
    const plan = planOf(props.context);
    this.role = experimentRole(this, plan, reporting(props));
    this.template = this.templateOf(plan, props);
    if (stated.schedule) this.schedule = scheduleExperiment(this, this.template, stated.schedule);
  }

  private templateOf(plan: ExperimentPlan, props: ChaosExperimentProps): CfnExperimentTemplate {
    const { experiment, logGroup, reports, stopWhen } = props;
    const { name, hypothesis, _spec: spec } = experiment;
    const template = new CfnExperimentTemplate(this, 'Template', {
      description: hypothesis,
      roleArn: this.role.roleArn,
      targets: plan.targets,
      actions: plan.actions,
      stopConditions: stopWhen.map(({ alarmArn }) => ({ source: 'aws:cloudwatch:alarm', value: alarmArn })),
      logConfiguration: logConfiguration(logGroup),
      experimentReportConfiguration: reports && reportConfiguration(name, reports),
      experimentOptions: {
        accountTargeting: 'single-account',
        emptyTargetResolutionMode: spec.props.emptyTargets ?? props.emptyTargets ?? EmptyTargets.FAIL,
      },
      tags: { Name: name },
    });
    // Its policies, too: an experiment may be started as soon as its template exists.
    template.node.addDependency(this.role);
    return template;
  }
}

function reporting({ experiment, reports }: ChaosExperimentProps): Permission[] {
  return [DELIVER_LOGS, ...(reports ? reportPermissions(experiment.name, reports) : [])];
}
