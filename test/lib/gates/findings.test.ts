import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acknowledgementId, type Finding, isFatal, readFindings } from '../../../lib/gates/findings';

test('a plugin that broke down is a finding, not a plugin with nothing to say', () => {
  const metadata = { error: "Validation plugin 'Serverless' failed: out of memory" };
  const findings = read({ pluginName: 'Serverless', conclusion: 'failure', metadata, violations: [] });
  expect(findings).toEqual([
    { plugin: 'Serverless', rule: 'PluginFailure', severity: 'fatal', text: metadata.error, path: '' },
  ]);
  expect(findings.every(isFatal)).toBe(true);
});

test('each construct of a violation is a finding', () => {
  const findings = read({ pluginName: 'AwsSolutions', violations: [violation('A', 'B')] });
  expect(findings.map((finding) => finding.path)).toEqual(['A', 'B']);
});

test('an acknowledgement closes a finding, unless it gives no reason', () => {
  const suppressedViolations = [{ ...violation('A'), reason: 'because' }, violation('B')];
  const findings = read({ pluginName: 'AwsSolutions', suppressedViolations });
  expect(findings.map(isFatal)).toEqual([false, true]);
});

test('there are no findings where there is no report', () => {
  expect(readFindings(mkdtempSync(join(tmpdir(), 'nines-findings-')))).toEqual([]);
});

test.each([
  { rule: 'AwsSolutions-S1', id: 'AwsSolutions::AwsSolutions-S1' },
  { rule: 'AwsSolutions-IAM5[Resource::*]', id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]' },
  { plugin: 'CloudFormation Validate', rule: 'W3030', id: 'CloudFormation-Validate::W3030' },
  { plugin: 'Construct Annotations', rule: 'cdk-nines::SingleNat', severity: 'warning', id: 'cdk-nines::SingleNat' },
  { plugin: 'Construct Annotations', rule: 'cdk-nines::Broken', severity: 'error', id: undefined },
  { rule: 'PluginFailure', severity: 'fatal', id: undefined },
])('$rule is acknowledged as $id', ({ id, ...finding }) => {
  expect(acknowledgementId({ plugin: 'AwsSolutions', severity: 'error', text: '', path: '', ...finding })).toBe(id);
});

function read(...pluginReports: object[]): Finding[] {
  const directory = mkdtempSync(join(tmpdir(), 'nines-findings-'));
  writeFileSync(join(directory, 'validation-report.json'), JSON.stringify({ pluginReports }));
  return readFindings(directory);
}

function violation(...paths: string[]) {
  const violatingConstructs = paths.map((constructPath) => ({ constructPath }));
  return { ruleName: 'AwsSolutions-S1', description: 'no log', severity: 'error', violatingConstructs };
}
