import { Match, Template } from 'aws-cdk-lib/assertions';
import { NotificationTopic, PlatformKey } from '../../../constructs/security';
import { regionalStack } from '../../_helpers/stacks';
import { Synthesis } from '../../_helpers/synthesis';

test('alarms of this account and events may publish, over TLS only', () => {
  const synthesis = new Synthesis((app) => {
    const stack = regionalStack(app);
    new NotificationTopic(stack, 'Told', { key: new PlatformKey(stack, 'Key').key });
  });
  expect(synthesis.fatal).toEqual([]);
  const template = Template.fromStack(synthesis.app.node.findChild('Test') as never);
  template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        Match.objectLike({
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
        // EventBridge gives no context that a condition could look at.
        {
          Sid: 'Events',
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'events.amazonaws.com' },
          Resource: Match.anyValue(),
        },
      ]),
    },
  });
});
