import type { DataStack } from './data-stack';
import { IDENTIFIER } from './database';
import type { ScalingParts } from './replica-scaling';
import { IS_DRAIN, roundStates } from './replica-scaling-rounds';
import { call, choose, is, isPresent, onError } from './states';

const HELD = 'DynamoDB.ConditionalCheckFailedException';
const KEY = { id: { S: 'lock' } };
const ME = { 'S.$': '$$.Execution.Id' };

/** One run at a time looks at load and replicas, does one thing, pauses, and looks again. */
export function scalingWorkflow(stack: DataStack, parts: ScalingParts): object {
  const { tableName: TableName } = parts;
  const take = (ConditionExpression: string, ExpressionAttributeValues: object, held: string) =>
    call(
      'dynamodb:putItem',
      { TableName, Item: { ...KEY, holder: ME }, ConditionExpression, ExpressionAttributeValues },
      { ResultPath: null, Next: 'Work', ...onError(held, HELD) },
      HELD,
    );
  const release = (Next: string) => {
    const ExpressionAttributeValues = { ':me': ME };
    const item = { TableName, Key: KEY, ConditionExpression: 'holder = :me', ExpressionAttributeValues };
    return call('dynamodb:deleteItem', item, { ResultPath: null, Next, ...onError(Next, HELD) }, HELD);
  };
  return {
    Comment: `Adds read replicas to ${IDENTIFIER} and removes them`,
    TimeoutSeconds: 43_200,
    StartAt: 'TakeLock',
    States: {
      TakeLock: take('attribute_not_exists(id) OR holder = :me', { ':me': ME }, 'ReadHolder'),
      ReadHolder: call(
        'dynamodb:getItem',
        { TableName, Key: KEY, ConsistentRead: true },
        { ResultPath: '$.lock', Next: 'IsHeld' },
      ),
      IsHeld: choose('Busy', { ...isPresent('$.lock.Item.holder.S'), Next: 'ReadRun' }),
      ReadRun: call(
        'aws-sdk:sfn:describeExecution',
        { 'ExecutionArn.$': '$.lock.Item.holder.S' },
        { ResultSelector: { 'status.$': '$.Status' }, ResultPath: '$.run', Next: 'IsRunning' },
      ),
      IsRunning: choose('TakeOver', { ...is('$.run.status', 'RUNNING'), Next: 'Busy' }),
      TakeOver: take('holder = :gone', { ':gone': { 'S.$': '$.lock.Item.holder.S' } }, 'Busy'),
      Busy: choose('Done', { ...IS_DRAIN, Next: 'NotDrained' }),
      NotDrained: {
        Type: 'Fail',
        Error: 'AnotherRunWorks',
        Cause: 'Start this run again when the other one has ended.',
      },
      Work: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'Begin', States: roundStates(stack, parts) }],
        ResultPath: null,
        Next: 'Release',
        ...onError('ReleaseAfterFailure'),
      },
      Release: release('Done'),
      Done: { Type: 'Succeed' },
      ReleaseAfterFailure: release('Failed'),
      Failed: { Type: 'Fail', ErrorPath: '$.problem.Error', CausePath: '$.problem.Cause' },
    },
  };
}
