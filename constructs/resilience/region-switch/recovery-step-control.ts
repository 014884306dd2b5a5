import { Duration } from 'aws-cdk-lib';
import {
  type ApprovalStepOptions,
  type CustomStepOptions,
  type ExistingPlanOptions,
  type RecoveryStepOptions,
  type RoutingStepOptions,
  StepRegion,
} from './recovery-step-options';
import { inOrder, minutesOf, type Permission, type StepSpec, wholeMinutesCheck } from './recovery-step-spec';
import type { RegionSwitch } from './region-switch';

export function routing(options: RoutingStepOptions): StepSpec {
  const { hostedZoneId, recordName, setIdentifiers = {}, timeout } = options;
  const recordSets = Object.entries(setIdentifiers).map(([region, recordSetIdentifier]) => ({
    region,
    recordSetIdentifier,
  }));
  return {
    ...common(options),
    type: 'Route53HealthCheck',
    regions: recordSets.length > 0 ? Object.keys(setIdentifiers) : undefined,
    record: { hostedZoneId, recordName },
    configure: () => ({
      route53HealthCheckConfig: {
        hostedZoneId,
        recordName,
        recordSets: recordSets.length > 0 ? recordSets : undefined,
        timeoutMinutes: minutesOf(timeout),
      },
    }),
    // It turns health checks of its own and reads which records carry them; it cannot change a record.
    permissions: ({ partition }) => [
      {
        actions: ['route53:ListResourceRecordSets'],
        resources: [`arn:${partition}:route53:::hostedzone/${hostedZoneId}`],
      },
    ],
  };
}

export function approval(options: ApprovalStepOptions): StepSpec {
  const { approver, timeout } = options;
  return {
    ...common(options),
    type: 'ManualApproval',
    approval: { approver },
    configure: (context) => ({
      executionApprovalConfig: {
        approvalRole: (approver ?? context.approver)!.roleArn,
        timeoutMinutes: minutesOf(timeout),
      },
    }),
    permissions: () => [],
  };
}

export function custom(options: CustomStepOptions): StepSpec {
  const { name, functions, timeout, retryInterval = Duration.minutes(1), skippedWhenUngraceful = false } = options;
  const arns = Object.values(functions);
  return {
    ...common(options),
    type: 'CustomActionLambda',
    regions: Object.keys(functions),
    runsIn: options.runsIn,
    checks: [wholeMinutesCheck(name, 'timeout', timeout), wholeMinutesCheck(name, 'retryInterval', retryInterval)],
    configure: (context) => ({
      customActionLambdaConfig: {
        lambdas: inOrder(functions, context).map((arn) => ({ arn })),
        regionToRun: options.runsIn ?? (context.afterRecovery ? StepRegion.ACTIVE : StepRegion.ACTIVATING),
        retryIntervalMinutes: minutesOf(retryInterval),
        timeoutMinutes: minutesOf(timeout),
        ungraceful: skippedWhenUngraceful ? { behavior: 'skip' } : undefined,
      },
    }),
    permissions: () => [{ actions: ['lambda:GetFunction', 'lambda:InvokeFunction'], resources: arns }],
  };
}

export function plan(name: string, child: RegionSwitch): StepSpec {
  return { ...planStep(name, child.planArn), duration: child._stepsTime, child, checks: [] };
}

export function existingPlan({ name, description, planArn, estimate }: ExistingPlanOptions): StepSpec {
  const missing = {
    code: 'EstimateMissing',
    property: `${name}.estimate`,
    when: !estimate || estimate.toSeconds({ integral: false }) <= 0,
    value: estimate?.toString(),
    allowed: 'how long the plan takes at most',
    action: 'State the estimate: the service sets no timeout on a child plan',
  };
  return { ...planStep(name, planArn), description, duration: estimate ?? Duration.seconds(0), checks: [missing] };
}

export function together(name: string, parts: StepSpec[]): StepSpec {
  const longest = Math.max(0, ...parts.map(({ duration }) => duration.toSeconds({ integral: false })));
  const empty = {
    code: 'EmptyParallelStep',
    property: name,
    when: parts.length === 0,
    value: [],
    allowed: 'one step or more',
    action: 'Add the steps that run at the same time, or remove this one',
  };
  return {
    name,
    type: 'Parallel',
    duration: Duration.seconds(longest),
    checks: [empty],
    parts,
    configure: (context) => ({
      parallelConfig: {
        steps: parts.map((part) => ({
          name: part.name,
          description: part.description,
          executionBlockType: part.type,
          executionBlockConfiguration: part.configure(context),
        })),
      },
    }),
    permissions: () => [],
  };
}

function planStep(name: string, arn: string): Omit<StepSpec, 'duration' | 'checks'> {
  const actions = ['Start', 'Get', 'Cancel', 'Update'].map((verb) => `arc-region-switch:${verb}PlanExecution`);
  const lists = ['arc-region-switch:ListPlanExecutions', 'arc-region-switch:ListPlanExecutionEvents'];
  const permissions: Permission[] = [{ actions: [...actions, ...lists], resources: [arn] }];
  return {
    name,
    type: 'ARCRegionSwitchPlan',
    configure: () => ({ regionSwitchPlanConfig: { arn } }),
    permissions: () => permissions,
  };
}

function common({ name, description, timeout }: RecoveryStepOptions) {
  return { name, description, duration: timeout, checks: [wholeMinutesCheck(name, 'timeout', timeout)] };
}
