import * as iam from 'aws-cdk-lib/aws-iam';
import { LESS_THAN_WANTED, type PrewarmKind } from './prewarm-kind';
import { atLeast, present } from './prewarm-states';

const NAMESPACE = 'ecs';
const DIMENSION = 'ecs:service:DesiredCount';

const register = (minimum: string) => ({
  api: 'applicationautoscaling:registerScalableTarget',
  parameters: {
    ServiceNamespace: NAMESPACE,
    ScalableDimension: DIMENSION,
    'ResourceId.$': '$.change.target',
    'MinCapacity.$': minimum,
  },
});

/**
 * The minimum of a service's tasks. Application Auto Scaling starts what is missing to it at once; what is not stated
 * stays as it is, and a lowered minimum leaves the tasks to the policies.
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
 */
export const TASKS: PrewarmKind = {
  name: 'tasks',
  read: {
    api: 'applicationautoscaling:describeScalableTargets',
    parameters: {
      ServiceNamespace: NAMESPACE,
      ScalableDimension: DIMENSION,
      'ResourceIds.$': 'States.Array($.change.target)',
    },
  },
  found: ['$.read.ScalableTargets[0].MinCapacity'],
  value: { 'value.$': '$.read.ScalableTargets[0].MinCapacity' },
  isOptional: false,
  raises: [{ name: 'Raise tasks', when: [LESS_THAN_WANTED], call: register('$.change.want') }],
  check: {
    api: 'ecs:describeServices',
    parameters: { 'Cluster.$': '$.change.cluster', 'Services.$': 'States.Array($.change.service)' },
  },
  reached: [present('$.read.Services[0].RunningCount'), atLeast('$.read.Services[0].RunningCount', '$.change.want')],
  restores: [{ name: 'Restore tasks', when: [], call: register('$.before.value') }],
};

/**
 * What the workflow needs to do for one service, beside reading. Targets have names that AWS chooses, so the dimension has
 * to narrow the permission. Who registers a service has to be allowed to scale it.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/auto-scaling-IAM.html
 */
export function taskStatements(serviceArn: string): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      actions: ['application-autoscaling:RegisterScalableTarget'],
      resources: ['*'],
      conditions: {
        StringEquals: {
          'application-autoscaling:service-namespace': NAMESPACE,
          'application-autoscaling:scalable-dimension': DIMENSION,
        },
      },
    }),
    new iam.PolicyStatement({ actions: ['ecs:DescribeServices', 'ecs:UpdateService'], resources: [serviceArn] }),
  ];
}
