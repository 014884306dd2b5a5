import { ArnFormat, Duration, Stack, Token } from 'aws-cdk-lib';
import type { CfnExperimentTemplate } from 'aws-cdk-lib/aws-fis';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Check } from '../../core/errors';
import type { FailureDomain } from './experiment-failure';
import type { ExperimentProps, TaggedExperimentProps, TargetTag } from './experiment-props';
import { TargetShare } from './experiment-share';

export type PlannedTarget = CfnExperimentTemplate.ExperimentTemplateTargetProperty;

/** An action as FIS takes it. */
export interface PlannedAction {
  readonly actionId: string;
  readonly parameters?: Record<string, string>;
  readonly targets?: Record<string, string>;
  readonly startAfter?: string[];
}

/** What an experiment's role may do. */
export interface Permission {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: Record<string, Record<string, string | string[]>>;
}

/** The parts of a template that differ between experiments. */
export interface ExperimentPlan {
  readonly targets: Record<string, PlannedTarget>;
  readonly actions: Record<string, PlannedAction>;
  readonly permissions: Permission[];
  /** Of an experiment of the user's own, who answers for its wildcards. */
  readonly statements?: PolicyStatement[];
}

/** What a plan has to know of the place where it runs. */
export class ExperimentContext {
  readonly stack: Stack;

  constructor(
    scope: Construct,
    readonly tag: TargetTag,
  ) {
    this.stack = Stack.of(scope);
  }

  /** ARN of a resource of this account and region; `*` where only the experiment will know which. */
  arn(service: string, resource: string, resourceName: string): string {
    return this.stack.formatArn({ service, resource, resourceName });
  }

  /** ARN of a document that AWS publishes in this region. */
  publicDocument(name: string): string {
    return this.stack.formatArn({ service: 'ssm', account: '', resource: 'document', resourceName: name });
  }

  /** ARN whose parts are separated by colons, of this account and region. */
  colonArn(service: string, resource: string, resourceName: string): string {
    return this.stack.formatArn({ service, resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }

  /** Bad input that shows only where the experiment runs. */
  isOutside(zone: string): boolean {
    const { region } = this.stack;
    if (Token.isUnresolved(region) || Token.isUnresolved(zone)) return false;
    return !new RegExp(`^${region}[a-z]$`).test(zone);
  }
}

/** An experiment before it has a place. */
export interface ExperimentSpec {
  readonly name: string;
  readonly props: ExperimentProps;
  readonly injects: FailureDomain[];
  /** Absent when the targets are named, not searched. */
  readonly share?: TargetShare;
  /** Set when the targets are those of one zone, which then is the most that can be hit. */
  readonly zone?: string;
  readonly checks?: (context: ExperimentContext) => Check[];
  readonly plan: (context: ExperimentContext) => ExperimentPlan;
}

export function durationOf({ duration }: ExperimentProps): Duration {
  return duration ?? Duration.minutes(10);
}

/** The smallest share that still is an experiment. */
export function shareOf({ share }: TaggedExperimentProps): TargetShare {
  return share ?? TargetShare.count(1);
}

/** Half of a zone or region does not fail. */
export function wholeOf({ share }: TaggedExperimentProps): TargetShare {
  return share ?? TargetShare.percent(100);
}

/** The tag that the experiment looks for. */
export function tagOf({ tag }: TaggedExperimentProps, context: ExperimentContext): TargetTag {
  return tag ?? context.tag;
}

/** Limits a permission to what carries the tag. */
export function onlyTagged({ key, value }: TargetTag): Permission['conditions'] {
  return { StringEquals: { [`aws:ResourceTag/${key}`]: value } };
}

/** A target found by tag. */
export function tagged(
  resourceType: string,
  tag: TargetTag,
  share: TargetShare,
  narrowed: Pick<PlannedTarget, 'filters' | 'parameters'> = {},
): PlannedTarget {
  const { selectionMode } = share;
  return { resourceType, resourceTags: { [tag.key]: tag.value }, selectionMode, ...narrowed };
}

/** Several failures at once. */
export function together(...plans: ExperimentPlan[]): ExperimentPlan {
  return {
    targets: Object.assign({}, ...plans.map((plan) => plan.targets)) as ExperimentPlan['targets'],
    actions: Object.assign({}, ...plans.map((plan) => plan.actions)) as ExperimentPlan['actions'],
    permissions: plans.flatMap((plan) => plan.permissions),
  };
}

/** Keeps an experiment open after a failure of a moment, so that its alarms still end it and its report shows recovery. */
export function watched(plan: ExperimentPlan, duration: Duration): ExperimentPlan {
  const watch = {
    actionId: 'aws:fis:wait',
    parameters: { duration: duration.toIsoString() },
    startAfter: Object.keys(plan.actions),
  };
  return { ...plan, actions: { ...plan.actions, Watch: watch } };
}

/** Looking for tags knows no resources. */
export const SEARCH_TAGS: Permission = { actions: ['tag:GetResources'], resources: ['*'] };
