import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference';
import fc from 'fast-check';
import { findingName } from '../../../constructs/security/finding-name';

const name = fc.string({ minLength: 1 });

const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, name, tie('ref'), tie('att'), tie('join'), tie('sub'), tie('import'), tie('other')),
  ref: fc.record({ Ref: name }),
  att: fc.record({ 'Fn::GetAtt': fc.tuple(name, name) }),
  join: fc.record({ 'Fn::Join': fc.tuple(fc.constant('/'), fc.array(tie('value'), { maxLength: 4 })) }),
  sub: fc.record({ 'Fn::Sub': fc.constant('arn:${AWS::Partition}:s3:::x/*') }),
  import: fc.record({ 'Fn::ImportValue': tie('value') }),
  other: fc.record({ 'Fn::GetStackOutput': fc.record({ StackName: name, Region: name }) }),
}));

test('findings are spelled as cdk-nag spells them', () => {
  fc.assert(fc.property(value, (resolved) => expect(findingName(resolved)).toBe(flattenCfnReference(resolved))));
});
