import { problemList } from '../../../lib/report/problem-list';

test('problems are grouped by the construct that has them', () => {
  const problem = (where: string, code: string) => ({
    where,
    code,
    property: 'zones',
    value: '["us-east-1a"]',
    allowed: 'at least 2 zones',
    action: 'Name another zone',
  });
  const problems = [
    problem('Prod/Data', 'TooFewZones'),
    problem('RegionSet', 'NoZone'),
    problem('Prod/Data', 'OldZone'),
  ];
  expect(problemList(problems)).toMatchInlineSnapshot(`
   "3 problems in the input; nothing was written.

   Prod/Data
     TooFewZones  zones is ["us-east-1a"]
       allowed: at least 2 zones
       Name another zone.
     OldZone  zones is ["us-east-1a"]
       allowed: at least 2 zones
       Name another zone.

   RegionSet
     NoZone  zones is ["us-east-1a"]
       allowed: at least 2 zones
       Name another zone.
   "
  `);
});
