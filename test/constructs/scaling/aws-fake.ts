/** Capacities as AWS has them. What is undefined is not set. */
export interface Capacities {
  members: number;
  tasks: number;
  units?: number;
  reads: number;
  writes: number;
  concurrency?: number;
}

/** What the calls send, of all of them. */
interface Input {
  readonly Message: string;
  readonly MinSize: number;
  readonly MinCapacity: number;
  readonly ResetCapacityReservation?: boolean;
  readonly MinimumLoadBalancerCapacity: { readonly CapacityUnits: number };
  readonly WarmThroughput: { readonly ReadUnitsPerSecond?: number; readonly WriteUnitsPerSecond?: number };
  readonly ProvisionedConcurrentExecutions: number;
}

/** An error as Step Functions names it. */
export function awsError(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}

/** The execution that is looked at. */
export const THIS_RUN = 'this run';

const MISSING = 'Lambda.ProvisionedConcurrencyConfigNotFoundException';

/** The parts of AWS that a pre-warm talks to: they do what the real ones are documented to do, and remember what is told. */
export class AwsFake {
  readonly told: string[] = [];
  /** Executions that are listed as running. */
  runs = [THIS_RUN];
  /** Whether what is asked for ever arrives. */
  arrives = true;

  constructor(readonly now: Capacities) {}

  readonly api: Record<string, (input: Input) => unknown> = {
    'sfn:listExecutions': () => ({
      Executions: this.runs.map((ExecutionArn) => ({ ExecutionArn })),
    }),
    'sns:publish': ({ Message }) => void this.told.push(Message),
    'autoscaling:describeAutoScalingGroups': () => ({
      AutoScalingGroups: [{ MinSize: this.now.members, Instances: this.instances() }],
    }),
    'autoscaling:updateAutoScalingGroup': ({ MinSize }) => void (this.now.members = MinSize),
    'applicationautoscaling:describeScalableTargets': () => ({ ScalableTargets: [{ MinCapacity: this.now.tasks }] }),
    'applicationautoscaling:registerScalableTarget': ({ MinCapacity }) => void (this.now.tasks = MinCapacity),
    'ecs:describeServices': () => ({ Services: [{ RunningCount: this.arrives ? this.now.tasks : 1 }] }),
    'elasticloadbalancingv2:describeCapacityReservation': () => this.reservation(),
    'elasticloadbalancingv2:modifyCapacityReservation': ({ ResetCapacityReservation, MinimumLoadBalancerCapacity }) =>
      void (this.now.units = ResetCapacityReservation ? undefined : MinimumLoadBalancerCapacity.CapacityUnits),
    'dynamodb:describeTable': () => ({
      Table: {
        WarmThroughput: {
          ReadUnitsPerSecond: this.now.reads,
          WriteUnitsPerSecond: this.now.writes,
          Status: this.arrives ? 'ACTIVE' : 'UPDATING',
        },
      },
    }),
    'dynamodb:updateTable': ({ WarmThroughput }) => this.warm(WarmThroughput),
    'lambda:getProvisionedConcurrencyConfig': () => this.provisioned(),
    'lambda:putProvisionedConcurrencyConfig': ({ ProvisionedConcurrentExecutions }) =>
      void (this.now.concurrency = ProvisionedConcurrentExecutions),
    'lambda:deleteProvisionedConcurrencyConfig': () => void (this.now.concurrency = undefined),
  };

  private instances() {
    const members = Array.from({ length: this.now.members }, (_, index) => ({
      InstanceId: `i-${index}`,
      LifecycleState: this.arrives ? 'InService' : 'Pending',
    }));
    return [...members, { InstanceId: 'i-old', LifecycleState: this.arrives ? 'Terminating' : 'InService' }];
  }

  private reservation() {
    const Code = this.arrives ? 'provisioned' : 'pending';
    const state = { CapacityReservationState: [{ State: { Code: 'provisioned' } }, { State: { Code } }] };
    const { units: CapacityUnits } = this.now;
    return CapacityUnits === undefined ? state : { ...state, MinimumLoadBalancerCapacity: { CapacityUnits } };
  }

  private provisioned() {
    const { concurrency } = this.now;
    if (concurrency === undefined) throw awsError(MISSING);
    return {
      RequestedProvisionedConcurrentExecutions: concurrency,
      AvailableProvisionedConcurrentExecutions: this.arrives ? concurrency : 0,
    };
  }

  /** AWS refuses whatever is not more. */
  private warm({ ReadUnitsPerSecond: reads, WriteUnitsPerSecond: writes }: Input['WarmThroughput']): void {
    if ((reads ?? Infinity) <= this.now.reads || (writes ?? Infinity) <= this.now.writes) {
      throw awsError('DynamoDb.ValidationException', 'Decreasing is not supported');
    }
    Object.assign(this.now, { ...(reads && { reads }), ...(writes && { writes }) });
  }
}
