import { App, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sns from 'aws-cdk-lib/aws-sns';
import { ServiceLevelObjective } from '../../../constructs/core';
import { SloAlarms, SloSource } from '../../../constructs/observability';
import { ChaosCoverage, FailureDomain } from '../../../constructs/resilience';
import { readAssembly } from '../../../lib/gates/assembly';
import { operationsOf } from '../../../lib/gates/operations';

const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
const stack = new Stack(app, 'Ops', { env: { region: 'eu-west-1' } });
const topic = new sns.Topic(stack, 'Topic');
const metric = (metricName: string) => new cloudwatch.Metric({ namespace: 'Own', metricName, statistic: 'Sum' });
new SloAlarms(stack, 'Objective', {
  objective: new ServiceLevelObjective({ availability: 99.5, window: Duration.days(28) }),
  source: SloSource.custom({ total: metric('All'), failed: metric('Failed') }),
  page: topic,
  ticket: topic,
});
new cloudwatch.Dashboard(stack, 'Dashboard');
const coverage = new ChaosCoverage(stack, 'Coverage');
coverage.claim({
  ...{ name: 'Zones', survives: FailureDomain.ZONE, construct: topic, notTestedBecause: 'a service of the region' },
});
const operations = operationsOf(readAssembly(app.synth().directory));

test('counts by region what watches and rehearses, composite alarms among the alarms', () => {
  const counts = { alarms: 9, dashboards: 1, canaries: 0, runbooks: 0, experiments: 0 };
  expect(operations.regions).toEqual([{ region: 'eu-west-1', counts }]);
});

test('states what is promised, with its error budget', () => {
  const [{ budgetMinutes, ...promise }] = operations.objectives;
  expect(promise).toEqual({ path: 'Ops/Objective', availabilityPercent: 99.5, windowDays: 28 });
  expect(budgetMinutes).toBeCloseTo(0.005 * 28 * 24 * 60, 6);
});

test('states which redundancy is tested, and why another one is not', () => {
  expect(operations.claims).toEqual([
    expect.objectContaining({ claim: 'Zones', testedBy: [], notTestedBecause: 'a service of the region' }),
  ]);
});

test('has no way of recovery where there is no plan', () => {
  expect(operations.recoveries).toEqual([]);
});
