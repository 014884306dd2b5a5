import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { KeyValueTable, TableBackup } from '../data';
import { call, callUnless, choose, IS_DRAIN, type State, type States } from './replica-scaling-states';

const HELD = 'DynamoDB.ConditionalCheckFailedException';
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
  const ifHeld = (next: string) => ({ Catch: [{ ErrorEquals: [HELD], ResultPath: '$.problem', Next: next }] });
  const take = (condition: string, values: object, held: string) =>
    callUnless(
      HELD,
      'dynamodb:putItem',
      { TableName, Item: MINE, ConditionExpression: condition, ExpressionAttributeValues: values },
      { ResultPath: null, Next: 'Work', ...ifHeld(held) },
    );
  return {
    TakeLock: take('attribute_not_exists(id) OR holder = :me', ME, 'ReadHolder'),
    ReadHolder: call(
      'dynamodb:getItem',
      { TableName, Key: KEY, ConsistentRead: true },
      { ResultPath: '$.lock', Next: 'IsHeld' },
    ),
    IsHeld: choose([{ Variable: '$.lock.Item.holder.S', IsPresent: true, Next: 'ReadRun' }], 'Busy'),
    ReadRun: call(
      'aws-sdk:sfn:describeExecution',
      { 'ExecutionArn.$': '$.lock.Item.holder.S' },
      { ResultSelector: { 'status.$': '$.Status' }, ResultPath: '$.run', Next: 'IsRunning' },
    ),
    IsRunning: choose([{ Variable: '$.run.status', StringEquals: 'RUNNING', Next: 'Busy' }], 'TakeOver'),
    TakeOver: take('holder = :gone', { ':gone': { 'S.$': '$.lock.Item.holder.S' } }, 'Busy'),
    Busy: choose([{ ...IS_DRAIN, Next: 'NotDrained' }], 'Done'),
    NotDrained: { Type: 'Fail', Error: 'AnotherRunWorks', Cause: 'Start this run again when the other one has ended.' },
    Work: {
      ...work,
      ResultPath: null,
      Next: 'Release',
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.problem', Next: 'ReleaseAfterFailure' }],
    },
    Release: release(TableName, 'Done'),
    Done: { Type: 'Succeed' },
    ReleaseAfterFailure: release(TableName, 'Failed'),
    Failed: { Type: 'Fail', ErrorPath: '$.problem.Error', CausePath: '$.problem.Cause' },
  };
}

/** What somebody else holds by now is not let go. */
function release(TableName: string, next: string): State {
  const condition = { ConditionExpression: 'holder = :me', ExpressionAttributeValues: ME };
  const rest = { ResultPath: null, Next: next, Catch: [{ ErrorEquals: [HELD], ResultPath: '$.lost', Next: next }] };
  return callUnless(HELD, 'dynamodb:deleteItem', { TableName, Key: KEY, ...condition }, rest);
}
