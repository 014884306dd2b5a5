import type { Duration } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Check } from '../core/errors';
import { canonicalName, isInZone, isRecordName } from './domain-name';
import { ttlCheck } from './ttl-check';
import { weightChecks } from './routing-policy-checks';

/** Identifies the record that answers last. */
export const FALLBACK = 'fallback';

interface Target {
  readonly name: string;
  readonly hostName: string;
  readonly weight?: number;
  readonly alarms: object;
}

interface Endpoint {
  readonly zone: route53.IHostedZone;
  readonly recordName: string;
  readonly targets: Target[];
  readonly ttl?: Duration;
}

/** Everything that can be wrong with a name over several instances. */
export function endpointChecks(endpoint: Endpoint): Check[] {
  const { targets, ttl } = endpoint;
  return [...nameChecks(endpoint), ...setChecks(targets), ...targets.flatMap(targetChecks), ttlCheck(ttl)];
}

function nameChecks({ zone, recordName }: Endpoint): Check[] {
  const name = canonicalName(recordName);
  return [
    {
      code: 'RecordOutsideZone',
      property: 'recordName',
      when: !isInZone(name, zone.zoneName) || name === canonicalName(zone.zoneName),
      value: recordName,
      allowed: `a name that ends with .${zone.zoneName}; CNAME records cannot have the name of the zone itself`,
      action: 'Write the full name, or bring the zone that it belongs to',
    },
    {
      code: 'InvalidRecordName',
      property: 'recordName',
      when: !isRecordName(name),
      value: recordName,
      allowed: 'at most 253 characters in labels of 1 to 63',
      action: 'Shorten the name or correct its characters',
    },
    {
      code: 'ZoneNotPrivate',
      property: 'zone',
      when: zone instanceof route53.PublicHostedZone,
      value: zone.zoneName,
      allowed: 'a private hosted zone',
      action: 'Bring a zone that only the VPC sees; host names of instances are for the inside only',
    },
  ];
}

function setChecks(targets: Target[]): Check[] {
  const names = [FALLBACK, ...targets.map((target) => target.name)];
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    {
      code: 'NoWeightedTarget',
      property: 'targets',
      when: !targets.some(({ weight = 1 }) => weight > 0),
      value: targets.map((target) => target.name),
      allowed: 'at least one target with a weight above 0',
      action: 'Name the instances that answer',
    },
    {
      code: 'TargetRepeated',
      property: 'targets',
      when: repeated.length > 0,
      value: repeated,
      allowed: `each name once, and not '${FALLBACK}'`,
      action: 'Rename one of the two',
    },
  ];
}

function targetChecks(target: Target): Check[] {
  return [
    ...weightChecks(`targets.${target.name}.weight`, target.weight ?? 1, target.name),
    {
      code: 'TargetWithoutHealth',
      property: `targets.${target.name}.alarms`,
      when: Object.keys(target.alarms).length === 0,
      value: 'no alarm',
      allowed: 'one alarm or more, because health checkers cannot see a private host',
      action: 'State the alarms that take the instance out, for example on its replication lag',
    },
  ];
}
