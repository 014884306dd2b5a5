import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, PLUGIN_FAILURE } from './finding';

export * from './finding';

/** Reads the validation report of a synthesized assembly. An acknowledgement without a reason leaves its finding open. */
export function readFindings(assemblyDirectory: string): Finding[] {
  const file = join(assemblyDirectory, 'validation-report.json');
  if (!existsSync(file)) return [];
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return report.pluginReports.flatMap((plugin) => [
    ...breakdown(plugin),
    ...(plugin.violations ?? []).flatMap((violation) => toFindings(plugin.pluginName, violation)),
    ...(plugin.suppressedViolations ?? []).flatMap((violation) => toFindings(plugin.pluginName, violation)),
  ]);
}

interface Report {
  readonly pluginReports: PluginReport[];
}

interface PluginReport {
  readonly pluginName: string;
  readonly conclusion?: string;
  readonly violations?: Violation[];
  readonly suppressedViolations?: Violation[];
  readonly metadata?: { error?: string };
}

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly severity: string;
  readonly suggestedFix?: string;
  readonly reason?: string;
  readonly violatingConstructs?: { constructPath?: string }[];
}

function toFindings(plugin: string, violation: Violation): Finding[] {
  const { ruleName, description, severity, suggestedFix, reason } = violation;
  const finding = {
    plugin,
    rule: ruleName,
    severity,
    text: description,
    fix: suggestedFix,
    acknowledgedBecause: reason,
  };
  const places = violation.violatingConstructs ?? [{}];
  return places.map((place) => ({ ...finding, path: place.constructPath ?? '' }));
}

// A plugin that throws has no violations; without this it would look as if it had nothing to say.
function breakdown(plugin: PluginReport): Finding[] {
  const text = plugin.metadata?.error;
  if (text === undefined || plugin.conclusion !== 'failure' || plugin.violations?.length) return [];
  return [{ plugin: plugin.pluginName, rule: PLUGIN_FAILURE, severity: 'fatal', text, path: '' }];
}
