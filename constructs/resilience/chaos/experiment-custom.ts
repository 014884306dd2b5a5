import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { FailureDomain } from './experiment-failure';
import type { TaggedExperimentProps } from './experiment-props';
import { type ExperimentContext, type ExperimentSpec, shareOf, tagged, tagOf } from './experiment-spec';

/** A target of an experiment of your own: searched by tag, or named. */
export interface CustomTarget {
  /** Name of the target, to which actions refer. */
  readonly name: string;
  /** Type of the resources, for example `aws:lambda:function`. */
  readonly resourceType: string;
  /**
   * ARNs of the resources. The share holds for them, too.
   * @default - what carries the tag of the experiment
   */
  readonly arns?: string[];
  /**
   * Parameters of the resource type.
   * @default - none
   */
  readonly parameters?: { [name: string]: string };
}

/** An action of an experiment of your own. */
export interface CustomAction {
  /** Name of the action. */
  readonly name: string;
  /** What FIS does, for example `aws:lambda:invocation-error`. */
  readonly actionId: string;
  /**
   * Parameters of the action; durations as ISO 8601.
   * @default - none
   */
  readonly parameters?: { [name: string]: string };
  /**
   * Names of targets by the name under which the action knows them, for example `{ Functions: 'Handlers' }`.
   * @default - none
   */
  readonly targets?: { [name: string]: string };
  /**
   * Names of actions that come first.
   * @default - none: it starts with the experiment
   */
  readonly startAfter?: string[];
}

/** An experiment of your own. */
export interface CustomExperimentProps extends TaggedExperimentProps {
  /** Which domain fails. */
  readonly injects: FailureDomain[];
  /** What is hit. */
  readonly targets: CustomTarget[];
  /** What happens. */
  readonly actions: CustomAction[];
  /** What the role of the experiment may do. */
  readonly statements: PolicyStatement[];
}

/** Any action of FIS, with the same guards as the others. */
export function custom(props: CustomExperimentProps): ExperimentSpec {
  return {
    name: props.name ?? 'Custom',
    props,
    share: shareOf(props),
    injects: props.injects,
    checks: () => [
      {
        code: 'ExperimentWithoutActions',
        property: 'actions',
        when: props.actions.length === 0,
        value: props.actions.length,
        allowed: 'at least one action',
        action: 'Say what happens in the experiment',
      },
    ],
    plan: (context) => ({
      targets: Object.fromEntries(props.targets.map((target) => [target.name, targetOf(target, props, context)])),
      actions: Object.fromEntries(props.actions.map(({ name, ...action }) => [name, action])),
      permissions: [],
      statements: props.statements,
    }),
  };
}

function targetOf(target: CustomTarget, props: CustomExperimentProps, context: ExperimentContext) {
  const { resourceType, arns, parameters } = target;
  const share = shareOf(props);
  if (arns) return { resourceType, resourceArns: arns, selectionMode: share.selectionMode, parameters };
  return tagged(resourceType, tagOf(props, context), share, { parameters });
}
