import { stripVTControlCharacters } from 'node:util';
import { COLOURED } from '../../../lib/report/palette';
import { summaryTable } from '../../../lib/report/summary-table';
import { failing, passing } from './example';

test('what passes: sizes, findings, places and what to run next', () => {
  expect(summaryTable(passing())).toMatchInlineSnapshot(`
   "Region, stack          Resources        Template bytes        Outputs        Parameters
   eu-west-1 (2 stacks)         369               380,034
     Prod-App-eu-west-1         312  63 %         298,114  30 %        4   2 %           1  1 %
     Prod-Data-eu-west-1         57  12 %          81,920   9 %       21  11 %           1  1 %
   us-east-1 (1 stack)            9                11,002
     Prod-Edge-us-east-1          9   2 %          11,002   2 %        0   0 %           1  1 %
   2 regions, 3 stacks          378               391,036
   Limit per stack              500             1,000,000            200               200

   Operations  Alarms  Dashboards  Canaries  Runbooks  Experiments
   eu-west-1        6           0         0         0            2
   us-east-1        3           0         0         0            1

   Objective                        Availability   Window  Error budget
   Prod/Ops-eu-west-1/ApiObjective       99.95 %  30 days      21.6 min

   Recovery                Takes at most  Objective
   us-east-1 to eu-west-1         23 min     30 min

   Redundancy against the loss of  Claims  Tested  Not tested, for a reason
   an instance                          1       1                         0
   a zone                               2       1                         1

   Findings                                       Unacknowledged  Acknowledged
   AwsSolutions                                                0            12
   NIST.800.53.R5                                              0             0
   HIPAA.Security                                              0             0
   PCI.DSS.321                                                 0             0
   Serverless                                                  0             1
   CloudFormation schema: errors                               0             0
   CloudFormation schema: unknown values (W3030)               0             0
   CloudFormation schema: other warnings                       1             0

   Assembly   cdk.out
   Figures    cdk.out/summary.json
   Findings   cdk.out/validation-report.json

   PASSED     nothing is open
   Next       npx cdk diff --app cdk.out '**'     what would change
              npx cdk deploy --app cdk.out '**'   deploy exactly these templates
   "
  `);
});

test('what fails: the reasons come last', () => {
  expect(summaryTable(failing())).toMatchInlineSnapshot(`
   "Region, stack          Resources        Template bytes         Outputs        Parameters
   eu-west-1 (2 stacks)         369               380,034
     Prod-App-eu-west-1         312  63 %         298,114   30 %        4   2 %           1  1 %
     Prod-Data-eu-west-1         57  12 %          81,920    9 %       21  11 %           1  1 %
   us-east-1 (2 stacks)         489             1,041,002
     Prod-App-us-east-1         480  96 %       1,030,000  103 %        4   2 %           1  1 %
     Prod-Edge-us-east-1          9   2 %          11,002    2 %        0   0 %           1  1 %
   2 regions, 4 stacks          858             1,421,036
   Limit per stack              500             1,000,000             200               200

   Operations  Alarms  Dashboards  Canaries  Runbooks  Experiments
   eu-west-1        6           0         0         0            2
   us-east-1        6           0         0         0            2

   Objective                        Availability   Window  Error budget
   Prod/Ops-eu-west-1/ApiObjective       99.95 %  30 days      21.6 min

   Recovery                Takes at most  Objective
   us-east-1 to eu-west-1         23 min     30 min

   Redundancy against the loss of  Claims  Tested  Not tested, for a reason
   an instance                          1       1                         0
   a zone                               2       1                         1

   Findings                                       Unacknowledged  Acknowledged
   AwsSolutions                                               12            12
   NIST.800.53.R5                                              0             0
   HIPAA.Security                                              0             0
   PCI.DSS.321                                                 0             0
   Serverless                                                  0             1
   Construct Annotations                                       1             0
   CloudFormation schema: errors                               1             0
   CloudFormation schema: unknown values (W3030)               1             0
   CloudFormation schema: other warnings                       1             0

   Assembly   cdk.out
   Figures    cdk.out/summary.json
   Findings   cdk.out/validation-report.json

   FAILED     13 unacknowledged findings; 1 schema error; 1 unknown value (W3030); 1 stack above 80 % of a CloudFormation limit; 1 unanswered look-up
   Next       fix or acknowledge what is open, then synthesize again
   "
  `);
});

test('colour changes nothing but the colour', () => {
  const coloured = summaryTable(failing(), COLOURED);
  expect(coloured).toContain('\u001b[31mFAILED\u001b[39m');
  expect(stripVTControlCharacters(coloured)).toBe(summaryTable(failing()));
});

test('a directory with a blank is quoted in what to run next', () => {
  const next = summaryTable({ ...passing(), assembly: 'my out' });
  expect(next).toContain("npx cdk deploy --app 'my out' '**'");
});
