import { Match, Template } from 'aws-cdk-lib/assertions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { ManagedPolicyRole } from '../../../constructs/security';
import { regionalStack } from '../../_helpers/stacks';
import { testApp } from '../../_helpers/synthesis';

const roleWith = (statements: number) => {
  const stack = regionalStack(testApp());
  const role = new ManagedPolicyRole(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  for (let i = 0; i < statements; i++) {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: [`arn:aws:sqs:us-east-1:123456789012:${'q'.repeat(70)}${i}`],
        conditions: { Bool: { [`aws:${i}`]: true } },
      }),
    );
  }
  return { stack, role };
};

test('grants become customer-managed policies, never inline ones', () => {
  const { stack, role } = roleWith(0);
  new Queue(stack, 'Queue').grantConsumeMessages(role);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::IAM::Policy', 0);
  template.hasResourceProperties('AWS::IAM::Role', { Policies: Match.absent(), ManagedPolicyArns: Match.absent() });
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['sqs:ReceiveMessage']) })]),
    },
  });
});

test('no policy outgrows what IAM takes', () => {
  const { stack } = roleWith(80);
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  expect(policies.length).toBeGreaterThan(1);
  for (const policy of policies)
    expect(JSON.stringify(policy.Properties.PolicyDocument).length).toBeLessThanOrEqual(6144);
  expect(policies.flatMap((policy) => policy.Properties.PolicyDocument.Statement)).toHaveLength(80);
});

test('fails at synthesis when a role needs more policies than it may have', () => {
  const { stack } = roleWith(400);
  expect(() => Template.fromStack(stack)).toThrow(
    /\[TooManyManagedPolicies\] the role needs \d+ managed policies; allowed: at most 10/,
  );
});
