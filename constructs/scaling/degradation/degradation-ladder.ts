import { Duration, Stack } from 'aws-cdk-lib';
import type * as appconfig from 'aws-cdk-lib/aws-appconfig';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { validate } from '../../core/errors';
import { failureAlarm, undeliveredAlarm } from './degradation-alarms';
import { degradationChecks } from './degradation-checks';
import { DegradationConfiguration } from './degradation-configuration';
import type { DegradationLadderProps } from './degradation-ladder-props';
import { AUTOMATIC, MODE_PATTERN } from './degradation-look';
import { degradationMachine } from './degradation-machine';
import { DegradationTriggers } from './degradation-triggers';

/** How often applications ask for flags, in seconds: as often as AppConfig allows. */
const POLL_SECONDS = '15';

/**
 * Gives up features while alarms ring, so that the rest goes on: level 0 has everything, each higher level switches off
 * more. Up at once to the highest level with an alarm in ALARM; down one level at a time, each after `holdTime` without an
 * alarm of the level that is on. The levels are versions of feature flags in AppConfig, which applications read from its
 * agent next to them.
 *
 * **People** take over by the parameter `mode`: `0` to `4` is the level from now on (at once, in both directions), `frozen`
 * leaves everything as it is, `auto` lets the alarms decide again. Other flags that somebody deploys in AppConfig are left
 * alone until the mode was set to a level.
 *
 * **Deployments of the stack** leave the level alone: CloudFormation deploys level 0 when the ladder is made, and never
 * again. Changed flags are new versions; the level that is on is renewed from them as soon as the stack is deployed, without
 * leaving it. Two exceptions: another `key` deploys level 0, from where the alarms lead up again at once, and a change of the
 * parameter's name or of its description sets it to `auto`.
 *
 * **Applications** get `grantRead` and `environment`, run the AppConfig agent (as container, or as layer of a function) and
 * read `DEGRADATION_FLAGS` from it before they do something that may be off: `{"search":{"enabled":false}}`. A flag that is
 * missing, or an agent that does not answer, means on. They see a change within half a minute. The flag `degraded` is always
 * there and tells whether any level above 0 is on.
 *
 * Survives the loss of a zone, alarms that flap, lost events, and failures of Step Functions and CloudWatch (the level stays
 * as it is, applications keep the flags that they have). Does not survive the loss of its region: a ladder per region. An
 * alarm without data does not ring: state what missing data mean.
 * @see https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-agent.html
 */
export class DegradationLadder extends Construct {
  /** AppConfig application. */
  public readonly application: appconfig.IApplication;
  /** AppConfig environment: one deployment at a time. */
  public readonly stage: appconfig.IEnvironment;
  /** Id of the configuration profile with the flags. */
  public readonly configurationProfileId: string;
  /** Path under which the AppConfig agent serves the flags. */
  public readonly configurationPath: string;
  /**
   * Environment of applications and of the agent: `DEGRADATION_FLAGS` is the address of the flags; the others let the agent
   * fetch them when it starts, and then every 15 seconds.
   */
  public readonly environment: { [name: string]: string };
  /** Who decides: `auto`, `frozen`, or a level. */
  public readonly mode: ssm.StringParameter;
  /** Switches the levels. */
  public readonly workflow: sfn.StateMachine;
  /** Goes off when the workflow failed. */
  public readonly failureAlarm: cloudwatch.Alarm;
  /** Goes off when an event could not start the workflow. */
  public readonly undeliveredAlarm: cloudwatch.Alarm;

  private readonly key: kms.IKey;

  constructor(scope: Construct, id: string, props: DegradationLadderProps) {
    super(scope, id);
    validate(this, degradationChecks(this, props));
    const { levels, key, notifications, checkInterval = Duration.minutes(5) } = props;
    const isProtected = props.deletionProtection ?? true;
    const configuration = new DegradationConfiguration(this, 'Configuration', { levels, key, isProtected });
    this.key = key;
    this.application = configuration.application;
    this.stage = configuration.stage;
    this.configurationProfileId = configuration.profile.ref;
    this.configurationPath = this.pathOf('applications', 'environments', 'configurations', '/');
    this.environment = environmentOf(this.configurationPath);
    this.mode = this.createMode(props.modeName);
    const holdMinutes = (props.holdTime ?? Duration.minutes(10)).toMinutes();
    this.workflow = degradationMachine(this, { ...props, configuration, mode: this.mode, holdMinutes });
    const parts = { levels, mode: this.mode, machine: this.workflow, key, checkInterval };
    const { undelivered } = new DegradationTriggers(this, 'Triggers', parts);
    this.failureAlarm = failureAlarm(this, this.workflow, notifications);
    this.undeliveredAlarm = undeliveredAlarm(this, undelivered, notifications);
  }

  /** Allows to read these flags and no others. */
  public grantRead(reader: iam.IGrantable): void {
    const actions = ['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration'];
    const resourceName = this.pathOf('', 'environment', 'configuration', '').replace(/^\//, '');
    const flags = Stack.of(this).formatArn({ service: 'appconfig', resource: 'application', resourceName });
    const allow = (statement: iam.PolicyStatementProps) =>
      reader.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement(statement));
    allow({ actions, resources: [flags] });
    allow({ actions: ['kms:Decrypt'], resources: [this.key.keyArn] });
  }

  private pathOf(application: string, environment: string, configuration: string, root: string): string {
    const { applicationId } = this.application;
    const { environmentId } = this.stage;
    const parts = [application, applicationId, environment, environmentId, configuration, this.configurationProfileId];
    return `${root}${parts.join('/')}`;
  }

  /** Its value is people's: whatever changes here sets it to `auto`, so nothing depends on the levels. */
  private createMode(parameterName?: string): ssm.StringParameter {
    return new ssm.StringParameter(this, 'Mode', {
      parameterName,
      stringValue: AUTOMATIC,
      allowedPattern: MODE_PATTERN,
      description: `Who decides in ${this.node.path}: auto, frozen, or a level`.slice(0, 1024),
    });
  }
}

function environmentOf(path: string): { [name: string]: string } {
  return {
    DEGRADATION_FLAGS: `http://localhost:2772${path}`,
    PREFETCH_LIST: path,
    POLL_INTERVAL: POLL_SECONDS,
    AWS_APPCONFIG_EXTENSION_PREFETCH_LIST: path,
    AWS_APPCONFIG_EXTENSION_POLL_INTERVAL_SECONDS: POLL_SECONDS,
  };
}
