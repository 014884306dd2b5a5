import { Aws } from 'aws-cdk-lib';
import type * as fis from 'aws-cdk-lib/aws-fis';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { REGION } from './settings';

export type Action = fis.CfnExperimentTemplate.ExperimentTemplateActionProperty;
export type Target = fis.CfnExperimentTemplate.ExperimentTemplateTargetProperty;

/** What an experiment breaks, and what its role needs for that. */
export interface Fault {
  readonly actions: Record<string, Action>;
  readonly targets: Record<string, Target>;
  readonly statements: iam.PolicyStatement[];
}

const MARK = { chaos: 'allowed' };

export const DURATION = 'PT10M';
export const [ONE, ALL] = ['COUNT(1)', 'PERCENT(100)'];

export const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${Aws.ACCOUNT_ID}:${resource}`;

export const marked = { StringEquals: { 'aws:ResourceTag/chaos': 'allowed' } };

/** One thing, or all things in a zone. */
export function target(resourceType: string, zone?: string, rest: Partial<Target> = {}): Target {
  return { resourceType, resourceTags: MARK, selectionMode: zone ? ALL : ONE, ...rest };
}

/** Everything at once. */
export function together(...faults: Fault[]): Fault {
  return {
    actions: Object.assign({}, ...faults.map(({ actions }) => actions)) as Fault['actions'],
    targets: Object.assign({}, ...faults.map(({ targets }) => targets)) as Fault['targets'],
    statements: faults.flatMap(({ statements }) => statements),
  };
}

/** What does not last is watched for a while. */
export function watched({ actions, ...rest }: Fault): Fault {
  const parameters = { duration: DURATION };
  const Watch: Action = { actionId: 'aws:fis:wait', parameters, startAfter: Object.keys(actions) };
  return { ...rest, actions: { ...actions, Watch } };
}
