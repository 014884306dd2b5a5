import type { TargetTag } from './experiment-props';
import type { TargetShare } from './experiment-share';
import { type ExperimentContext, type ExperimentPlan, onlyTagged, SEARCH_TAGS, tagged } from './experiment-spec';

/**
 * Container tasks stop. Tasks carry the tag when their service propagates its tags.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#stop-task
 */
export function stopTasks(
  context: ExperimentContext,
  tag: TargetTag,
  share: TargetShare,
  zone?: string,
): ExperimentPlan {
  const resources = [context.arn('ecs', 'task', '*')];
  const filters = zone ? [{ path: 'AvailabilityZone', values: [zone] }] : undefined;
  return {
    targets: { Tasks: tagged('aws:ecs:task', tag, share, { filters }) },
    actions: { StopTasks: { actionId: 'aws:ecs:stop-task', targets: { Tasks: 'Tasks' } } },
    permissions: [
      { actions: ['ecs:StopTask'], resources, conditions: onlyTagged(tag) },
      { actions: ['ecs:DescribeTasks'], resources },
      { actions: ['ecs:ListTasks'], resources: ['*'] },
      SEARCH_TAGS,
    ],
  };
}
