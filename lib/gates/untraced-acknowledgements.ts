import type { ConstructMetadata } from './assembly';
import type { Finding } from './finding';
import { PACK_NAMES } from './pack-names';

/**
 * Acknowledgements of a pack's rule that do not name the pack. The pack itself drops what they acknowledge, so it appears in
 * no report, neither as open nor as acknowledged: such an acknowledgement is a finding of its own.
 */
export function untracedAcknowledgements(metadata: readonly ConstructMetadata[]): Finding[] {
  const acknowledged = metadata
    .filter((entry) => entry.type === 'aws:cdk:acknowledged-rules')
    .flatMap(({ path, data }) => Object.keys(data ?? {}).map((id) => ({ path, rule: withoutNamespace(id) })));
  return acknowledged.flatMap(({ path, rule }) => {
    const plugin = PACK_NAMES.find((name) => rule.startsWith(`${name}-`));
    return plugin === undefined ? [] : [{ plugin, rule, severity: 'error', text: CAUSE, path }];
  });
}

const CAUSE = 'acknowledged without the name of its pack, which leaves no trace in the report';

// The CDK files an id without a prefix under its own annotations; an id with the prefix of a pack is left as it is.
function withoutNamespace(id: string): string {
  return id.replace(/^annotation::/i, '');
}
