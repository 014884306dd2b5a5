import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { KeyValueTable, TableBackup } from '../../data';
import { IS_DRAIN } from './replica-scaling-states';
import { call, choose, done, fail, isThere, onAnyError, type State, type States } from '../workflow/workflow-states';

const HELD = ['DynamoDB.ConditionalCheckFailedException'];
/** Step Functions forgets runs after 90 days. */
const FORGOTTEN = ['Sfn.ExecutionDoesNotExistException'];
const ME = { ':me': { 'S.$': '$$.Execution.Id' } };
const KEY = { id: { S: 'lock' } };
const MINE = { ...KEY, holder: { 'S.$': '$$.Execution.Id' } };

/** The table that the item is in. It is worth nothing once no run works. */
export function createLock(scope: Construct, key: kms.IKey): KeyValueTable {
  return new KeyValueTable(scope, 'Lock', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    key,
    backup: TableBackup.none(),
    deletionProtection: false,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

/**
 * One run at a time: an item names the run that works. Taking it is one conditional write, so two runs cannot both succeed;
 * a run that was killed without letting go no longer runs, and then the next one takes over.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 */
export function lockStates(TableName: string, work: State): States {
  const take = (condition: string, values: object, held: string) =>
    call(
      'dynamodb:putItem',
      { TableName, Item: MINE, ConditionExpression: condition, ExpressionAttributeValues: values },
      { next: 'Work', unless: { errors: HELD, next: held } },
    );
  return {
    TakeLock: take('attribute_not_exists(id) OR holder = :me', ME, 'ReadHolder'),
    ReadHolder: call(
      'dynamodb:getItem',
      { TableName, Key: KEY, ConsistentRead: true },
      { into: '$.lock', next: 'IsHeld' },
    ),
    IsHeld: choose([{ ...isThere('$.lock.Item.holder.S'), Next: 'ReadRun' }], 'Busy'),
    ReadRun: call(
      'aws-sdk:sfn:describeExecution',
      { 'ExecutionArn.$': '$.lock.Item.holder.S' },
      {
        ...{ into: '$.run', select: { 'status.$': '$.Status' }, next: 'IsRunning' },
        unless: { errors: FORGOTTEN, next: 'TakeOver' },
      },
    ),
    IsRunning: choose([{ Variable: '$.run.status', StringEquals: 'RUNNING', Next: 'Busy' }], 'TakeOver'),
    TakeOver: take('holder = :gone', { ':gone': { 'S.$': '$.lock.Item.holder.S' } }, 'Busy'),
    Busy: choose([{ ...IS_DRAIN, Next: 'NotDrained' }], 'Done'),
    NotDrained: fail('AnotherRunWorks', 'Start this run again when the other one has ended.'),
    Work: { ...work, ResultPath: null, Next: 'Release', Catch: [onAnyError('ReleaseAfterFailure')] },
    Release: release(TableName, 'Done'),
    Done: done('There is nothing more to do, or another run does it'),
    ReleaseAfterFailure: release(TableName, 'Failed'),
    Failed: { Type: 'Fail', ErrorPath: '$.problem.Error', CausePath: '$.problem.Cause' },
  };
}

/** What somebody else holds by now is not let go. */
function release(TableName: string, next: string): State {
  const condition = { ConditionExpression: 'holder = :me', ExpressionAttributeValues: ME };
  return call('dynamodb:deleteItem', { TableName, Key: KEY, ...condition }, { next, unless: { errors: HELD, next } });
}
