import { findingsList } from '../../../lib/report/findings-list';
import { failing, FINDINGS, OPEN_FINDINGS, passing } from './example';

test('what is open is grouped by rule, with its places and what to do', () => {
  expect(findingsList(failing(), OPEN_FINDINGS)).toMatchInlineSnapshot(`
   "error AwsSolutions-IAM5[Resource::*] (AwsSolutions)
     The IAM entity contains wildcard permissions.
       Prod/App-eu-west-1/Role10
       Prod/App-eu-west-1/Role11
       Prod/App-eu-west-1/Role12
       Prod/App-eu-west-1/Role13
       Prod/App-eu-west-1/Role14
       Prod/App-eu-west-1/Role15
       Prod/App-eu-west-1/Role16
       Prod/App-eu-west-1/Role17
       Prod/App-eu-west-1/Role18
       Prod/App-eu-west-1/Role19
       and 2 more, see validation-report.json
     if it cannot be fixed: Validations.of(construct).acknowledge({ id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]', reason: '...' })

   error F3012 (CloudFormation Validate)
     Value: 1 is not a string
       Prod/App-eu-west-1/Thing
     fix: Write it as text
     if it cannot be fixed: Validations.of(construct).acknowledge({ id: 'CloudFormation-Validate::F3012', reason: '...' })

   warning W3030 (CloudFormation Validate)
     Type: 'Strung' is not one of ['String']
       Prod/App-eu-west-1/Thing
     if it cannot be fixed: Validations.of(construct).acknowledge({ id: 'CloudFormation-Validate::W3030', reason: '...' })

   error cdk-nines::Broken (Construct Annotations)
     cannot work
       Prod
     cannot be acknowledged

   error limit (CloudFormation)
     Prod-App-us-east-1 in us-east-1 uses 480 of 500 resources (96 %)
     split the stack; up to 80 % is accepted, so that there is room to act

   error limit (CloudFormation)
     Prod-App-us-east-1 in us-east-1 uses 1,030,000 of 1,000,000 bytes of template (103 %)
     split the stack; up to 80 % is accepted, so that there is room to act

   error look-up (assembly)
     1 look-up unanswered: the templates hold dummy values
       ami:eu-west-1
     pass literals instead, or put the answers into the context of cdk.json
   "
  `);
});

test('the order of the findings does not matter', () => {
  expect(findingsList(failing(), [...OPEN_FINDINGS].reverse())).toBe(findingsList(failing(), OPEN_FINDINGS));
});

test('nothing is said when nothing is open', () => {
  expect(findingsList(passing(), FINDINGS)).toBe('');
});
