import type { Duration } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';

/** What is common to all steps. */
export interface RunbookStepOptions {
  /**
   * What the step does, for whoever reads the run.
   * @default - its name says it
   */
  readonly description?: string;
  /**
   * How long one attempt may take.
   * @default - 30 seconds for a call, 15 minutes for a wait, an hour for an approval
   */
  readonly timeout?: Duration;
  /**
   * How often it is tried.
   * @default 1
   */
  readonly maxAttempts?: number;
  /**
   * Name of the step that follows; it has to stand further down.
   * @default - the one below
   */
  readonly next?: string;
  /**
   * Name of the step to go on with after a failure; it has to stand further down.
   * @default - the run stops
   */
  readonly onFailure?: string;
  /**
   * Whether the run ends here, whether the step succeeds or fails.
   * @default - only after the last step
   */
  readonly ends?: boolean;
}

/** A call of an AWS API. */
export interface ApiCallOptions extends RunbookStepOptions {
  /** Namespace of the service as Boto3 spells it, for example `rds` or `elbv2`. */
  readonly service: string;
  /** Name of the call, for example `DescribeDBInstances`. */
  readonly api: string;
  /**
   * What is passed, by the names of the API. `{{Step.Output}}` and `{{Parameter}}` are filled in when it runs.
   * @default - nothing
   */
  readonly inputs?: { [name: string]: unknown };
  /** What the role may call it on: ARNs, or `*` where the call knows no resource. */
  readonly resources: string[];
  /**
   * Actions of IAM that the call needs.
   * @default - the one with the name of the call
   */
  readonly actions?: string[];
  /**
   * What else the role needs, for example to pass another role.
   * @default - nothing
   */
  readonly statements?: iam.PolicyStatement[];
  /**
   * Why a wildcard in `resources` cannot be narrowed; policy checks ask for it.
   * @default - for reads, that they describe and know no resource
   */
  readonly wildcardReason?: string;
}

/** A call whose answer is used. */
export interface ApiAnswerOptions extends ApiCallOptions {
  /**
   * What is taken from the answer.
   * @default - nothing
   */
  readonly outputs?: StepOutput[];
}

/** One value of an answer, as text. */
export interface StepOutput {
  /** How later steps call it. */
  readonly name: string;
  /** Where it is in the answer, as JSONPath. */
  readonly selector: string;
}

/** A property of a resource that has to have one of some values. */
export interface PropertyOptions extends ApiCallOptions {
  /** Where it is in the answer, as JSONPath. */
  readonly selector: string;
  /** Values that are accepted. */
  readonly desired: string[];
}

/** A choice between steps. */
export interface BranchOptions {
  /**
   * What is decided, for whoever reads the run.
   * @default - its name says it
   */
  readonly description?: string;
  /** What is compared: `{{Step.Output}}` or `{{Parameter}}`. */
  readonly variable: string;
  /** The text that it is compared with. */
  readonly value: string;
  /** Name of the step to go to when it is equal. */
  readonly then: string;
  /** Name of the step to go to when it is not. */
  readonly otherwise: string;
}

/** A decision of people. */
export interface ApprovalOptions extends RunbookStepOptions {
  /** ARNs of the roles or users who may decide: 1 to 10. */
  readonly approvers: string[];
  /** What they are asked. */
  readonly message: string;
  /**
   * How many have to agree.
   * @default 1
   */
  readonly minimum?: number;
  /**
   * ARN of the topic that tells them, whose name has to begin with `Automation`.
   * @default - nobody is told
   */
  readonly topicArn?: string;
}
