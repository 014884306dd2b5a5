// What CloudFormation would do: reads pairs of templates from stdin, writes the changes of their resources to stdout.
// A program of its own, because what it knows of all resource types would stay in the memory of the tests and slow them down.
import { readFileSync } from 'node:fs';
import { fullDiff } from '@aws-cdk/cloudformation-diff';

const changes = JSON.parse(readFileSync(0, 'utf8')).flatMap(({ stack, before, after }) => {
  const found = [];
  fullDiff(before, after).resources.forEachDifference((id, change) => {
    found.push({ stack, id, type: change.newResourceType ?? change.oldResourceType, impact: change.changeImpact });
  });
  return found;
});
process.stdout.write(JSON.stringify(changes));
