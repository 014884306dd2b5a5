import type { Check } from '../../core/errors';
import { EVERYWHERE, type SignalSpec } from './signal-spec';

/** What can be wrong with the sources of any dashboard. */
export function sourceListChecks(specs: SignalSpec[]): Check[] {
  const keys = specs.map(({ name, place }) => (place === undefined ? name : `${name} of ${place}`));
  const repeated = keys.filter((key, index) => keys.indexOf(key) < index);
  const unnamed = specs.filter(({ name }) => name.trim() === '');
  return [
    {
      code: 'NoSignalSources',
      property: 'sources',
      when: specs.length === 0,
      value: [],
      allowed: 'at least one source',
      action: 'Say what the dashboard shows, for example SignalSource.fleet(web)',
    },
    {
      code: 'SignalSourceUnnamed',
      property: 'sources',
      when: unnamed.length > 0,
      value: unnamed.map(({ place }) => place),
      allowed: 'a name for each source',
      action: 'State the name',
    },
    {
      code: 'DuplicateSignalSource',
      property: 'sources',
      when: repeated.length > 0,
      value: repeated,
      allowed: 'each name once per region',
      action: 'Give one of them another name',
    },
  ];
}

/** The dashboard of a region shows that region. */
export function foreignSourceCheck(specs: SignalSpec[], region: string | undefined): Check {
  const foreign = specs.filter(({ place }) => place !== undefined && place !== EVERYWHERE && place !== region);
  return {
    code: 'SourceInOtherRegion',
    property: 'sources',
    when: foreign.length > 0,
    value: foreign.map(({ name, place }) => `${name} of ${place}`),
    allowed: `sources of ${region ?? 'a stack with a literal region'}`,
    action: 'Put the dashboard into a stack of that region, or compare regions with GlobalSignals',
  };
}
