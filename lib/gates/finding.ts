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
  /** What the rule itself proposes. */
  readonly fix?: string;
  /** Why it was acknowledged; undefined for an open finding. */
  readonly acknowledgedBecause?: string;
}

/** The plugin that checks templates against the CloudFormation schemas; the CDK registers it by itself. */
export const SCHEMA_VALIDATOR = 'CloudFormation Validate';

/** Under this name the CDK reports the warnings and errors that constructs raise about themselves. */
export const CONSTRUCT_ANNOTATIONS = 'Construct Annotations';

/** The rule of the schema validator that reports a value which CloudFormation does not know. */
export const UNKNOWN_VALUE = 'W3030';

/** The rule under which a plugin that broke down is reported: what it would have found is unknown. */
export const PLUGIN_FAILURE = 'PluginFailure';

/**
 * Whether a finding stops a release. Of a policy pack every unacknowledged finding does, warnings included; of the schema
 * validator errors do, and W3030 (a value that CloudFormation does not know), which it reports only as a warning.
 */
export function isFatal(finding: Finding): boolean {
  if (finding.acknowledgedBecause !== undefined) return false;
  return finding.plugin !== SCHEMA_VALIDATOR || isSchemaError(finding) || finding.rule === UNKNOWN_VALUE;
}

/** Whether the schema validator calls it an error, or broke down. */
export function isSchemaError(finding: Finding): boolean {
  return finding.severity === 'error' || finding.severity === 'fatal';
}

/** The id that `Validations.of(construct).acknowledge` takes; undefined where the CDK accepts no acknowledgement. */
export function acknowledgementId(finding: Finding): string | undefined {
  const { plugin, rule, severity } = finding;
  if (severity === 'fatal') return undefined;
  if (plugin === CONSTRUCT_ANNOTATIONS && severity === 'error') return undefined;
  // A `::` inside brackets belongs to the finding, outside them it ends the prefix.
  const isPrefixed = rule.replace(/\[.*\]/s, '').includes('::');
  return isPrefixed ? rule : `${plugin.replaceAll(' ', '-')}::${rule}`;
}
