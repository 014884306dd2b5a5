import type { Machine } from './replica-machine';

export const FIXED = ['orders-replica-1', 'orders-replica-2'];
export const SOURCE = 'orders';

interface Instance {
  status: string;
  /** Looks until it is available, or gone. */
  looks: number;
}

interface RecordSet {
  readonly Name: string;
  readonly SetIdentifier: string;
  readonly HealthCheckId: string;
  readonly ResourceRecords: { readonly Value: string }[];
}

/** The fields of all requests, of which each action reads its own. */
interface Request {
  readonly Item: { readonly holder: { readonly S: string } };
  readonly ConditionExpression: string;
  readonly ExpressionAttributeValues: Readonly<Record<string, { readonly S: string }>>;
  readonly ExecutionArn: string;
  readonly AlarmNames: string[];
  readonly Filters: { readonly Values: string[] }[];
  readonly DbInstanceIdentifier: string;
  readonly SourceDBInstanceIdentifier: string;
  readonly SkipFinalSnapshot: boolean;
  readonly StartRecordIdentifier?: string;
  readonly ChangeBatch: { readonly Changes: { readonly Action: string; readonly ResourceRecordSet: RecordSet }[] };
}

/** An error as Step Functions names it. */
function failure(name: string): Error {
  return Object.assign(new Error(name), { name });
}

/**
 * RDS, Route 53, CloudWatch, EventBridge and the lock, in memory. It notes what must never be asked for: time passes when
 * somebody looks.
 */
export class Cloud {
  readonly instances = new Map<string, Instance>();
  readonly records = new Map<string, RecordSet>();
  readonly runs = new Map<string, string>();
  readonly lagging = new Set<string>();
  readonly violations: string[] = [];
  readonly calls: string[] = [];
  /** Calls that fail: how many of an action, the next ones first. */
  readonly failing = new Map<string, number>();
  load: 'high' | 'low' | 'normal' = 'normal';
  ruleState = 'ENABLED';
  connections = 0;
  looksToCreate = 2;
  holder?: string;
  /** Called before each call. */
  meanwhile: (action: string) => void = () => undefined;

  constructor(private readonly machine: Machine) {
    for (const id of [SOURCE, ...FIXED]) this.instances.set(id, { status: 'available', looks: 0 });
    for (const id of FIXED) this.records.set(id, this.recordOf(id, 'fixed'));
    this.records.set('fallback', this.recordOf('fallback', 'none'));
  }

  /** Identifiers of the added instances. */
  get added(): string[] {
    return this.machine.slots.filter((id) => this.instances.has(id));
  }

  /** Identifiers of the added replicas that get reads. */
  get read(): string[] {
    return this.machine.slots.filter((id) => this.records.has(id));
  }

  call(run: string, action: string, input: unknown): unknown {
    this.calls.push(action);
    this.meanwhile(action);
    const left = this.failing.get(action) ?? 0;
    if (left > 0) {
      this.failing.set(action, left - 1);
      throw failure('Aws.InternalFailureException');
    }
    const handler = this.handlers[action];
    if (!handler) throw new Error(`unexpected ${action}`);
    return handler(input as Request, run);
  }

  count(action: string): number {
    return this.calls.filter((call) => call === action).length;
  }

  private readonly handlers: Record<string, (input: Request, run: string) => unknown> = {
    'dynamodb:putItem': (input) => this.putLock(input),
    'dynamodb:getItem': () => (this.holder ? { Item: { holder: { S: this.holder } } } : {}),
    'dynamodb:deleteItem': (input) => {
      if (this.holder !== input.ExpressionAttributeValues[':me'].S) throw failure(CONDITION);
      this.holder = undefined;
      return {};
    },
    'aws-sdk:sfn:describeExecution': ({ ExecutionArn }) => {
      if (!this.runs.has(ExecutionArn)) throw failure('Sfn.ExecutionDoesNotExistException');
      return { Status: this.runs.get(ExecutionArn) };
    },
    'aws-sdk:eventbridge:describeRule': () => ({ State: this.ruleState }),
    'aws-sdk:cloudwatch:describeAlarms': (input) => ({
      MetricAlarms: input.AlarmNames.map((name) => ({ AlarmName: name, StateValue: this.stateOf(name) })),
    }),
    'aws-sdk:cloudwatch:getMetricData': () => ({ MetricDataResults: [{ Values: [this.connections] }] }),
    'aws-sdk:rds:describeDBInstances': (input) => this.describe(input.Filters[0].Values),
    'aws-sdk:rds:createDBInstanceReadReplica': (input, run) => this.create(input, run),
    'aws-sdk:rds:deleteDBInstance': (input, run) => this.delete(input, run),
    'aws-sdk:route53:listResourceRecordSets': (input) => this.list(input),
    'aws-sdk:route53:changeResourceRecordSets': (input, run) => this.change(input.ChangeBatch.Changes[0], run),
  };

  private putLock({ Item, ConditionExpression, ExpressionAttributeValues: values }: Request) {
    const allowed =
      ConditionExpression === 'holder = :gone'
        ? this.holder === values[':gone'].S
        : this.holder === undefined || this.holder === values[':me'].S;
    if (!allowed) throw failure(CONDITION);
    this.holder = Item.holder.S;
    return {};
  }

  private stateOf(alarm: string): string {
    if (alarm === this.machine.highAlarm) return this.load === 'high' ? 'ALARM' : 'OK';
    if (alarm === this.machine.lowAlarm) return this.load === 'low' ? 'ALARM' : 'OK';
    const slot = this.machine.slots.find((id) => alarm.startsWith(`${id}-`))!;
    if (this.instances.get(slot)?.status !== 'available') return 'INSUFFICIENT_DATA';
    return this.lagging.has(slot) ? 'ALARM' : 'OK';
  }

  private describe(ids: string[]) {
    this.machine.slots.filter((id) => ids.includes(id)).forEach((id) => this.age(id));
    const found = ids.filter((id) => this.instances.has(id));
    return {
      DbInstances: found.map((id) => {
        const { status } = this.instances.get(id)!;
        const endpoint = status === 'creating' ? {} : { Endpoint: { Address: hostOf(id) } };
        return { DbInstanceIdentifier: id, DbInstanceStatus: status, ...endpoint };
      }),
    };
  }

  private age(id: string): void {
    const instance = this.instances.get(id);
    if (!instance || instance.looks-- > 0) return;
    if (instance.status === 'creating') instance.status = 'available';
    if (instance.status === 'deleting') this.instances.delete(id);
  }

  private create({ DbInstanceIdentifier: id, SourceDBInstanceIdentifier: source }: Request, run: string) {
    this.expect(run === this.holder, `${run} creates without the lock`);
    this.expect(this.machine.slots.includes(id), `creates ${id}`);
    this.expect(source === SOURCE && this.instances.get(SOURCE)!.status === 'available', 'source is busy');
    if (this.instances.has(id)) throw failure('Rds.DbInstanceAlreadyExistsException');
    this.instances.set(id, { status: 'creating', looks: this.looksToCreate });
    this.expect(this.added.length <= this.machine.slots.length, 'above the maximum');
    return {};
  }

  private delete({ DbInstanceIdentifier: id, SkipFinalSnapshot }: Request, run: string) {
    this.expect(run === this.holder, `${run} deletes without the lock`);
    this.expect(this.machine.slots.includes(id), `deletes ${id}`);
    this.expect(!this.records.has(id), `deletes ${id}, which is read`);
    this.expect(SkipFinalSnapshot === true, 'wants a snapshot of a replica');
    const instance = this.instances.get(id);
    if (!instance) throw failure('Rds.DbInstanceNotFoundException');
    if (instance.status === 'creating') throw failure('Rds.InvalidDbInstanceStateException');
    this.instances.set(id, { status: 'deleting', looks: 1 });
    return {};
  }

  private list({ StartRecordIdentifier: start = '' }: Request) {
    const sorted = [...this.records.values()].sort((a, b) => (a.SetIdentifier < b.SetIdentifier ? -1 : 1));
    const ResourceRecordSets: object[] = sorted.filter((record) => record.SetIdentifier >= start);
    return { ResourceRecordSets: [...ResourceRecordSets, { Name: 'writer.orders.internal.', Type: 'CNAME' }] };
  }

  private change({ Action, ResourceRecordSet: record }: Request['ChangeBatch']['Changes'][0], run: string) {
    const id = record.SetIdentifier;
    this.expect(run === this.holder, `${run} changes records without the lock`);
    this.expect(this.machine.slots.includes(id), `changes the record ${id}`);
    if (Action === 'DELETE') {
      this.expect(JSON.stringify(this.records.get(id)) === JSON.stringify(record), `deletes another record than ${id}`);
      this.records.delete(id);
      return {};
    }
    const isReady = this.instances.get(id)?.status === 'available' && !this.lagging.has(id);
    this.expect(isReady, `sends reads to ${id}, which is not ready`);
    this.expect(record.HealthCheckId === this.machine.healthChecks[id], `takes the health of another one for ${id}`);
    this.expect(record.ResourceRecords[0].Value === hostOf(id), `sends reads of ${id} elsewhere`);
    this.records.set(id, record);
    return {};
  }

  private recordOf(id: string, HealthCheckId: string): RecordSet {
    const Name = this.machine.recordName;
    return { Name, SetIdentifier: id, HealthCheckId, ResourceRecords: [{ Value: hostOf(id) }] };
  }

  private expect(condition: boolean, violation: string): void {
    if (!condition) this.violations.push(violation);
  }
}

const CONDITION = 'DynamoDB.ConditionalCheckFailedException';

function hostOf(id: string): string {
  return `${id}.abc.us-east-1.rds.amazonaws.com`;
}
