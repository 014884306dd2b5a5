import type { Check } from '../core/errors';

const IDENTIFIER = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Everything that can be wrong with one member of a geolocation set that serves these locations. */
export function geolocationChecks(labels: string[], noDefaultBecause?: string): Check[] {
  const repeated = labels.filter((label, index) => labels.indexOf(label) !== index);
  return [
    {
      code: 'LocationRepeated',
      property: 'locations',
      when: repeated.length > 0,
      value: repeated,
      allowed: 'each location once, in `locations` or in `alsoServes`',
      action: 'Remove the repetition',
    },
    {
      code: 'NoDefaultWithoutReason',
      property: 'noDefaultBecause',
      when: noDefaultBecause?.trim() === '',
      value: noDefaultBecause,
      allowed: 'a reason in words',
      action: 'Say which rule forbids an answer to everyone else, or leave the property out',
    },
    {
      code: 'DefaultHeldAndForbidden',
      property: 'noDefaultBecause',
      when: noDefaultBecause !== undefined && labels.includes('default'),
      value: noDefaultBecause,
      allowed: 'a reason only where the default location is not served',
      action: 'Remove the default location or the reason',
    },
  ];
}

/** Everything that can be wrong with a weight and the identifier of its record. */
export function weightChecks(property: string, weight: number, setIdentifier?: string): Check[] {
  return [
    {
      code: 'WeightOutOfRange',
      property,
      when: !(Number.isInteger(weight) && weight >= 0 && weight <= 255),
      value: weight,
      allowed: 'a whole number from 0 to 255',
      action: 'State the share relative to the other members',
    },
    {
      code: 'InvalidSetIdentifier',
      property: 'setIdentifier',
      when: setIdentifier !== undefined && !IDENTIFIER.test(setIdentifier),
      value: setIdentifier,
      allowed: '1 to 63 lower-case letters, digits and hyphens, because names of record sets are made of it',
      action: 'Choose a short name such as blue',
    },
  ];
}
