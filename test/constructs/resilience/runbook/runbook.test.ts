import { Duration, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as fc from 'fast-check';
import { RecoveryObjective } from '../../../../constructs/core';
import {
  type ApiAnswerOptions,
  Runbook,
  RunbookProcedure,
  type RunbookProcedureProps,
  type RunbookProps,
  RunbookStep,
} from '../../../../constructs/resilience';
import { ManagedPolicyRole } from '../../../../constructs/security';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { regionalStack } from '../../../_helpers/stacks';
import { Synthesis, testApp } from '../../../_helpers/synthesis';
import { asDeployed, type AutomationDocument, changesOf, execute } from './runbook-interpreter';

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:orders';
const OPERATORS = 'arn:aws:iam::123456789012:role/operators';

const call = (api: string, more: Partial<ApiAnswerOptions> = {}): ApiAnswerOptions => ({
  service: 'sqs',
  api,
  inputs: { QueueUrl: 'https://queue' },
  resources: [QUEUE],
  ...more,
});
const requires = RunbookStep.require('RequireQueue', {
  ...call('GetQueueAttributes'),
  selector: '$.Attributes.QueueArn',
  desired: [QUEUE],
});
const purge = RunbookStep.change('Purge', call('PurgeQueue', { description: 'Delete all messages' }));

function procedure(props: Partial<RunbookProcedureProps> = {}): RunbookProcedure {
  return RunbookProcedure.of({ description: 'Empties a queue.', preconditions: [requires], steps: [purge], ...props });
}

function runbookIn(
  stack: Stack,
  props: Partial<RunbookProcedureProps> = {},
  more: Partial<RunbookProps> = {},
): Runbook {
  return new Runbook(stack, 'Runbook', { procedure: procedure(props), ...more });
}

function documentOf(props: Partial<RunbookProcedureProps> = {}, more: Partial<RunbookProps> = {}): AutomationDocument {
  const stack = regionalStack(testApp());
  runbookIn(stack, props, more);
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::SSM::Document'));
  return asDeployed((Properties as { Content: unknown }).Content);
}

const healthy = () => ({ Attributes: { QueueArn: QUEUE } });
const codes = (props: Partial<RunbookProcedureProps>) => codesOf(() => runbookIn(regionalStack(testApp()), props));

describe('a runbook with approval and somebody who may start it', () => {
  let stack: Stack;
  let synthesis: Synthesis;
  let runbook: Runbook;
  beforeAll(() => {
    synthesis = new Synthesis((app) => {
      stack = regionalStack(app);
      new Runbook(stack, 'Minimal', { procedure: procedure() });
      const approval = { approvers: [OPERATORS], message: 'Empty the queue?', timeout: Duration.minutes(10) };
      const recovery = new RecoveryObjective({ rto: Duration.minutes(15), rpo: Duration.hours(1) });
      runbook = new Runbook(stack, 'Maximal', {
        procedure: procedure(),
        approval,
        recovery,
        documentName: 'EmptyQueue',
      });
      const assumedBy = new iam.AccountRootPrincipal();
      runbook.grantStart(new ManagedPolicyRole(stack, 'Operators', { assumedBy }));
    });
  });

  test('has no finding, and nothing to acknowledge', () => {
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual([]);
  });

  test('is a document whose name stays when its content changes', () => {
    synthesis.template(stack).hasResourceProperties('AWS::SSM::Document', {
      DocumentType: 'Automation',
      DocumentFormat: 'JSON',
      UpdateMethod: 'NewVersion',
      Name: 'EmptyQueue',
      Content: Match.objectLike({ schemaVersion: '0.3', description: Match.stringLikeRegexp('at most 11 minutes') }),
    });
  });

  test('runs as a role that only automations of this account may assume', () => {
    synthesis.template(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'ssm.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }, ArnLike: Match.anyValue() },
          }),
        ],
      },
    });
  });

  test('asks people after the preconditions and before the first change', () => {
    const [{ Properties }] = Object.values(
      synthesis.template(stack).findResources('AWS::SSM::Document', { Properties: { Name: 'EmptyQueue' } }),
    );
    const document = asDeployed((Properties as { Content: unknown }).Content);
    expect(execute(document, healthy, { DryRun: 'false' }).steps).toEqual([
      'RequireQueue',
      'DryRunOrNot',
      'Approval',
      'Purge',
    ]);
    expect(execute(document, healthy).steps).toEqual(['RequireQueue', 'DryRunOrNot', 'WouldPurge']);
    expect(runbook.longestDuration.toSeconds()).toBe(30 + 600 + 30);
  });

  test('may be started by whom it is granted', () => {
    synthesis.template(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Action: 'ssm:StartAutomationExecution' }),
          Match.objectLike({ Action: 'iam:PassRole' }),
        ],
      },
    });
  });
});

test('real runs can be the default', () => {
  expect(documentOf({}, { dryRunByDefault: false }).parameters.DryRun.default).toBe('false');
});

test('a dry run that is not one is noticed: the interpreter sees what a broken document changes', () => {
  const document = documentOf();
  const steps = document.mainSteps.map((step) =>
    step.name === 'DryRunOrNot' ? { ...step, inputs: { ...step.inputs, Default: 'Purge' } } : step,
  );
  expect(changesOf(execute({ ...document, mainSteps: steps }, healthy))).toEqual(['PurgeQueue']);
});

test('steps go where they say, use what others found out, and try again', () => {
  const count = RunbookStep.read(
    'CountMessages',
    call('GetQueueAttributes', {
      outputs: [{ name: 'Count', selector: '$.Attributes.Count' }],
    }),
  );
  const branch = RunbookStep.branch('EmptyOrNot', {
    variable: count.output('Count'),
    value: '0',
    then: 'LetItRest',
    otherwise: 'Purge',
  });
  const again = RunbookStep.change(
    'Purge',
    call('PurgeQueue', { maxAttempts: 2, onFailure: 'SendWord', next: 'Done' }),
  );
  const rest = RunbookStep.sleep('LetItRest', Duration.minutes(5), { ends: true });
  const word = RunbookStep.change(
    'SendWord',
    call('SendMessage', { inputs: { MessageBody: `${count.output('Count')} left` } }),
  );
  const document = documentOf({
    preconditions: [count],
    steps: [branch, again, rest, word, RunbookStep.sleep('Done', Duration.seconds(1))],
    outputs: ['CountMessages.Count'],
  });
  const messages =
    (number: number) =>
    ({ api }: { api: string }) => {
      if (api === 'PurgeQueue' && number > 1) throw new Error('PurgeQueueInProgress');
      return { Attributes: { Count: number } };
    };
  const run = (number: number) => execute(document, messages(number), { DryRun: 'false' });
  expect(run(0)).toMatchObject({ status: 'Success', outputs: { 'CountMessages.Count': '0' } });
  expect(changesOf(run(0))).toEqual([]);
  expect(changesOf(run(1))).toEqual(['PurgeQueue']);
  expect(changesOf(run(2))).toEqual(['PurgeQueue', 'PurgeQueue', 'SendMessage']);
  expect(run(2).calls.at(-1)?.inputs).toEqual({ MessageBody: '2 left' });
  expect(execute(document, messages(2)).steps.slice(-2)).toEqual(['WouldPurge', 'WouldSendWord']);
});

test('the longest way counts, not the sum of all ways', () => {
  const branch = RunbookStep.branch('OneOrOther', {
    variable: '{{DryRun}}',
    value: 'x',
    then: 'Slow',
    otherwise: 'Fast',
  });
  const slow = RunbookStep.change('Slow', call('PurgeQueue', { timeout: Duration.seconds(100), next: 'Last' }));
  const fast = RunbookStep.change('Fast', call('PurgeQueue', { timeout: Duration.seconds(10), maxAttempts: 3 }));
  const last = RunbookStep.sleep('Last', Duration.seconds(5));
  const { longestDuration } = runbookIn(regionalStack(testApp()), { steps: [branch, slow, fast, last] });
  expect(longestDuration.toSeconds()).toBe(30 + 100 + 5);
});

test('no order of changes, reads and waits lets a dry run change anything', () => {
  const stack = regionalStack(testApp());
  const kinds = fc.array(fc.constantFrom('change', 'read', 'sleep', 'jump'), { minLength: 1, maxLength: 8 });
  let number = 0;
  fc.assert(
    fc.property(kinds, (list) => {
      const steps = [...list.map((kind, index) => step(kind, index)), purge];
      const id = `Runbook${number++}`;
      const runbook = new Runbook(stack, id, { procedure: procedure({ steps }) });
      const document = asDeployed(stack.resolve(runbook.document.content));
      const dry = execute(document, healthy);
      return dry.status === 'Success' && changesOf(dry).length === 0;
    }),
    { numRuns: 25 },
  );

  function step(kind: string, index: number): RunbookStep {
    const name = `Step${index}`;
    if (kind === 'change') return RunbookStep.change(name, call('SendMessage', { onFailure: 'Purge' }));
    if (kind === 'read') return RunbookStep.read(name, call('GetQueueAttributes'));
    if (kind === 'sleep') return RunbookStep.sleep(name, Duration.seconds(1));
    return RunbookStep.sleep(name, Duration.seconds(1), { onFailure: 'Purge' });
  }
});

describe('fails', () => {
  test('on a precondition that changes something, with the whole message', () => {
    const { message } = errorOf(() =>
      runbookIn(regionalStack(testApp()), { preconditions: [RunbookStep.change('Early', call('PurgeQueue'))] }),
    );
    expect(message).toBe(
      'Test/Runbook: [PreconditionChanges] preconditions is ["Early"]; allowed: reads, requirements, waits. Make it a step.',
    );
  });

  const sleep = (name: string, more = {}) => RunbookStep.sleep(name, Duration.seconds(1), more);
  test.each<[string, Partial<RunbookProcedureProps>, string[]]>([
    ['on a name used twice', { steps: [purge, purge] }, ['StepNameRepeated']],
    ['on a name with a space', { steps: [sleep('Two words'), purge] }, ['StepNameInvalid']],
    ['on a name of its own', { steps: [sleep('WouldPurge'), purge] }, ['StepNameReserved']],
    [
      'on a next step that is none',
      { steps: [sleep('First', { next: 'Purgee' }), purge] },
      ['UnknownNextStep', 'StepNeverReached'],
    ],
    ['on a loop', { steps: [purge, sleep('Again', { next: 'Purge' })] }, ['StepGoesBack']],
    [
      'on a precondition that leads past the dry run',
      { preconditions: [sleep('Sneak', { onFailure: 'Purge' })] },
      ['PreconditionLeaves'],
    ],
    ['on a step that nothing leads to', { steps: [sleep('End', { ends: true }), purge] }, ['StepNeverReached']],
    [
      'on an end that goes on after a failure',
      { steps: [purge, sleep('End', { ends: true, onFailure: 'Last' }), sleep('Last')] },
      ['EndHasNextStep'],
    ],
    [
      'on an end that goes on',
      { steps: [sleep('End', { ends: true, next: 'Purge' }), purge] },
      ['StepNeverReached', 'EndHasNextStep'],
    ],
    [
      'on a read that changes something',
      { preconditions: [RunbookStep.read('Innocent', call('DeleteQueue'))] },
      ['ReadStepChanges'],
    ],
    ['without preconditions', { preconditions: [] }, ['NoPrecondition']],
    ['without changes', { steps: [sleep('Nothing')] }, ['RunbookChangesNothing']],
    [
      'on an output that no earlier step has',
      { steps: [RunbookStep.change('Purge', call('PurgeQueue', { inputs: { QueueUrl: '{{ Later.Url }}' } }))] },
      ['UnknownReference'],
    ],
    ['on an output of the run that no step has', { outputs: ['RequireQueue.Arn'] }, ['UnknownReference']],
  ])('%s', (_, props, expected) => {
    expect(codes(props)).toEqual(expected);
  });

  test('when it can take longer than recovery may', () => {
    const recovery = new RecoveryObjective({ rto: Duration.seconds(30), rpo: Duration.hours(1) });
    expect(codesOf(() => runbookIn(regionalStack(testApp()), {}, { recovery }))).toEqual(['RunbookTooSlow']);
  });

  test('when nobody can approve, or more have to than there are', () => {
    const fail = (approvers: string[], minimum?: number) =>
      codesOf(() => runbookIn(regionalStack(testApp()), {}, { approval: { approvers, minimum, message: 'Go?' } }));
    expect(fail([])).toEqual(['ApproversOutOfRange']);
    expect(fail([OPERATORS], 2)).toEqual(['ApproversOutOfRange']);
  });

  test('when it is longer than a document may be', () => {
    expect(codes({ description: 'x'.repeat(70_000) })).toEqual(['RunbookTooLong']);
  });
});
