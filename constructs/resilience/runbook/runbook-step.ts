import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type {
  ApiAnswerOptions,
  ApiCallOptions,
  ApprovalOptions,
  BranchOptions,
  PropertyOptions,
  RunbookStepOptions,
} from './runbook-step-options';

/** Where IAM calls a service otherwise than Boto3 does. */
const PREFIXES: { [service: string]: string } = { elbv2: 'elasticloadbalancing', elb: 'elasticloadbalancing' };

const DESCRIBES = 'The call describes and cannot be limited to a resource; only Systems Manager may assume the role.';

/** What a step is made of. */
interface StepShape {
  readonly action: string;
  readonly inputs: { [name: string]: unknown };
  readonly isMutating?: boolean;
  readonly outputs?: { readonly name: string; readonly selector: string }[];
  readonly call?: ApiCallOptions;
  readonly targets?: string[];
  /** What one attempt takes at most; it has no time limit of its own when this is all it does. */
  readonly seconds: number;
  readonly isTimed: boolean;
}

/**
 * One step of a runbook. Steps run in the order in which they stand, unless they say what is next.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html
 */
export class RunbookStep {
  /** Reads something that later steps use. */
  public static read(name: string, options: ApiAnswerOptions): RunbookStep {
    return RunbookStep.call(name, options, false);
  }

  /** Changes something. Never runs in a dry run. */
  public static change(name: string, options: ApiAnswerOptions): RunbookStep {
    return RunbookStep.call(name, options, true);
  }

  /** Stops the run unless a property has one of the desired values. */
  public static require(name: string, options: PropertyOptions): RunbookStep {
    return RunbookStep.property(name, 'aws:assertAwsResourceProperty', options, Duration.seconds(30));
  }

  /** Waits until a property has one of the desired values; fails when it has not in time. */
  public static waitFor(name: string, options: PropertyOptions): RunbookStep {
    return RunbookStep.property(name, 'aws:waitForAwsResourceProperty', options, Duration.minutes(15));
  }

  /** Goes one way or the other. */
  public static branch(name: string, options: BranchOptions): RunbookStep {
    const { variable, value, then, otherwise } = options;
    const inputs = { Choices: [{ NextStep: then, Variable: variable, StringEquals: value }], Default: otherwise };
    const shape = { action: 'aws:branch', inputs, targets: [then, otherwise], seconds: 0, isTimed: false };
    return new RunbookStep(name, { description: options.description }, shape);
  }

  /** Waits for people to agree; fails when they do not. */
  public static approve(name: string, options: ApprovalOptions): RunbookStep {
    const { approvers: Approvers, message: Message, minimum: MinRequiredApprovals = 1, topicArn } = options;
    const told = topicArn === undefined ? {} : { NotificationArn: topicArn };
    const seconds = (options.timeout ?? Duration.hours(1)).toSeconds();
    const inputs = { Approvers, Message, MinRequiredApprovals, ...told };
    return new RunbookStep(name, options, { action: 'aws:approve', inputs, seconds, isTimed: true });
  }

  /** Waits for a while. */
  public static sleep(name: string, duration: Duration, options: RunbookStepOptions = {}): RunbookStep {
    const inputs = { Duration: `PT${duration.toSeconds()}S` };
    return new RunbookStep(name, options, {
      action: 'aws:sleep',
      inputs,
      seconds: duration.toSeconds(),
      isTimed: false,
    });
  }

  private static call(name: string, options: ApiAnswerOptions, isMutating: boolean): RunbookStep {
    const { service: Service, api: Api, inputs, outputs } = options;
    const seconds = (options.timeout ?? Duration.seconds(30)).toSeconds();
    const shape = { action: 'aws:executeAwsApi', inputs: { Service, Api, ...inputs }, outputs, seconds, isTimed: true };
    return new RunbookStep(name, options, { ...shape, isMutating, call: options });
  }

  private static property(name: string, action: string, options: PropertyOptions, limit: Duration): RunbookStep {
    const { service: Service, api: Api, selector: PropertySelector, desired: DesiredValues } = options;
    const inputs = { Service, Api, ...options.inputs, PropertySelector, DesiredValues };
    const seconds = (options.timeout ?? limit).toSeconds();
    return new RunbookStep(name, options, { action, inputs, seconds, isTimed: true, call: options });
  }

  private constructor(
    /** Name of the step. */
    public readonly name: string,
    /** @internal */
    public readonly _options: RunbookStepOptions,
    /** @internal */
    public readonly _shape: StepShape,
  ) {}

  /** How another step refers to an output of this one. */
  public output(name: string): string {
    return `{{${this.name}.${name}}}`;
  }

  /** Whether the step changes something. */
  public get isMutating(): boolean {
    return this._shape.isMutating ?? false;
  }

  /** What the step may take with all its attempts. */
  public get longestDuration(): Duration {
    return Duration.seconds(this._shape.seconds * (this._options.maxAttempts ?? 1));
  }

  /**
   * Names of the steps that may follow, when `below` is the next one.
   * @internal
   */
  public _followers(below?: string): string[] {
    const { next = below, onFailure, ends } = this._options;
    const regular = this._shape.targets ?? (ends || next === undefined ? [] : [next]);
    return [...regular, ...(onFailure === undefined ? [] : [onFailure])];
  }

  /** @internal */
  public get _statements(): iam.PolicyStatement[] {
    const { call } = this._shape;
    if (!call) return [];
    const actions = call.actions ?? [`${PREFIXES[call.service] ?? call.service}:${call.api}`];
    return [new iam.PolicyStatement({ actions, resources: call.resources }), ...(call.statements ?? [])];
  }

  /** @internal */
  public get _wildcards(): [string, string][] {
    const { call } = this._shape;
    const reason = call?.wildcardReason ?? (this.isMutating ? undefined : DESCRIBES);
    if (!call || !reason) return [];
    return call.resources.filter((resource) => resource.includes('*')).map((resource) => [resource, reason]);
  }

  /**
   * The step as Automation takes it, when `below` is the next one.
   * @internal
   */
  public _render(below?: string): { [name: string]: unknown } {
    const { description, maxAttempts, next = below, onFailure, ends } = this._options;
    const { action, inputs, outputs, targets, seconds, isTimed } = this._shape;
    const isEnd = ends || next === undefined;
    return {
      name: this.name,
      ...(description && { description }),
      action,
      ...(isTimed && { timeoutSeconds: seconds }),
      ...(maxAttempts && { maxAttempts }),
      onFailure: onFailure ? `step:${onFailure}` : 'Abort',
      inputs,
      ...(outputs && {
        outputs: outputs.map(({ name: Name, selector: Selector }) => ({ Name, Selector, Type: 'String' })),
      }),
      ...(!targets && (isEnd ? { isEnd: true } : { nextStep: next })),
    };
  }
}
