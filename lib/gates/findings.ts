import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One finding of a policy pack or of the schema validator, on one construct. */
export interface Finding {
  /** Name of the pack, or `CloudFormation Validate` for the schema validator. */
  readonly plugin: string;
  /** Rule id, for example `AwsSolutions-IAM5[Resource::*]` or `W3030`. */
  readonly rule: string;
  readonly severity: string;
  readonly text: string;
  /** Construct path. */
  readonly path: string;
  /** Why it was acknowledged; undefined for an open finding. */
  readonly acknowledgedBecause?: string;
}

/** The plugin that checks templates against the CloudFormation schemas; the CDK registers it by itself. */
export const SCHEMA_VALIDATOR = 'CloudFormation Validate';

/** Reads the validation report of a synthesized assembly. */
export function readFindings(assemblyDirectory: string): Finding[] {
  const file = join(assemblyDirectory, 'validation-report.json');
  if (!existsSync(file)) return [];
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return report.pluginReports.flatMap((plugin) => [
    ...(plugin.violations ?? []).flatMap((violation) => toFindings(plugin.pluginName, violation)),
    ...(plugin.suppressedViolations ?? []).flatMap((violation) => toFindings(plugin.pluginName, violation)),
  ]);
}

/**
 * Whether a finding stops a release. Of a policy pack every unacknowledged finding does, warnings included; of the schema
 * validator errors do, and W3030 (a value that CloudFormation does not know), which it reports only as a warning.
 */
export function isFatal(finding: Finding): boolean {
  if (finding.acknowledgedBecause !== undefined) return false;
  return finding.plugin !== SCHEMA_VALIDATOR || finding.severity === 'error' || finding.rule === 'W3030';
}

interface Report {
  readonly pluginReports: { pluginName: string; violations?: Violation[]; suppressedViolations?: Violation[] }[];
}

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly severity: string;
  readonly reason?: string;
  readonly violatingConstructs?: { constructPath?: string }[];
}

function toFindings(plugin: string, violation: Violation): Finding[] {
  const { ruleName, description, severity, reason } = violation;
  const finding = { plugin, rule: ruleName, severity, text: description, acknowledgedBecause: reason };
  const places = violation.violatingConstructs ?? [{}];
  return places.map((place) => ({ ...finding, path: place.constructPath ?? '' }));
}
