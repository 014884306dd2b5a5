import { RegionRole } from '../../constructs/core';
import type { Check } from '../../constructs/core/errors';
import { MOST_READ_REPLICAS, READ_REPLICAS } from './platform-defaults';
import type { PlatformProps } from './platform-props';

/** What only the platform as a whole can know to be wrong. */
export function platformChecks(props: PlatformProps): Check[] {
  return [...valueChecks(props), ...regionChecks(props)];
}

/** Values that can be judged whatever the regions are. */
export function valueChecks(props: Pick<PlatformProps, 'domain' | 'maximumReadReplicas' | 'readReplicas'>): Check[] {
  return [domainCheck(props), replicaCheck(props.readReplicas), mostReplicasCheck(props)];
}

/** Values that depend on the regions. */
export function regionChecks(props: Pick<PlatformProps, 'recovery' | 'regions'>): Check[] {
  return [...recoveryChecks(props), standbyCheck(props), continentsCheck(props)];
}

function domainCheck({ domain }: Pick<PlatformProps, 'domain'>): Check {
  const zone = domain.hostedZoneName ?? domain.name;
  return {
    code: 'DomainOutsideZone',
    property: 'domain.name',
    when: domain.name !== zone && !domain.name.endsWith(`.${zone}`),
    value: domain.name,
    allowed: `${zone} or a name below it`,
    action: 'Use the hosted zone that contains the domain',
  };
}

function recoveryChecks({ recovery, regions }: Pick<PlatformProps, 'recovery' | 'regions'>): Check[] {
  const asynchronous = regions.secondaries.length > 0;
  return [
    {
      code: 'RecoveryTimeZero',
      property: 'recovery.rto',
      when: recovery?.rto.toMilliseconds() === 0,
      value: recovery?.rto.toString(),
      allowed: regions.isActiveActive
        ? 'more than 0: health checks need time to notice'
        : 'more than 0: a standby region has to notice, promote its database and scale out',
      action: 'State the interruption that a failover may take',
    },
    {
      code: 'RecoveryPointUnreachable',
      property: 'recovery.rpo',
      when: asynchronous && recovery?.isZeroLoss === true,
      value: recovery?.rpo.toString(),
      allowed: 'more than 0: replication between regions is asynchronous',
      action: 'State how many seconds of writes the loss of a region may cost',
    },
  ];
}

function replicaCheck(readReplicas = READ_REPLICAS): Check {
  return {
    code: 'TooManyReadReplicas',
    property: 'readReplicas',
    when: !Number.isInteger(readReplicas) || readReplicas < 0 || readReplicas > MOST_READ_REPLICAS,
    value: readReplicas,
    allowed: 'a whole number from 0 to 15',
    action: 'Use fewer replicas, or shard the database',
  };
}

function mostReplicasCheck(props: Pick<PlatformProps, 'maximumReadReplicas' | 'readReplicas'>): Check {
  const { readReplicas: least = READ_REPLICAS, maximumReadReplicas: most } = props;
  return {
    code: 'MaximumReadReplicasOutOfRange',
    property: 'maximumReadReplicas',
    when: most !== undefined && !(Number.isInteger(most) && most >= least && most <= MOST_READ_REPLICAS),
    value: most,
    allowed: `a whole number from ${least} to ${MOST_READ_REPLICAS}`,
    action: 'State how many replicas load may bring it to, or leave it out',
  };
}

/** Records of failover have one second place, and a database has one way out. */
function standbyCheck({ regions }: Pick<PlatformProps, 'regions'>): Check {
  const standbys = regions.all.filter(({ role }) => role === RegionRole.STANDBY).map(({ name }) => name);
  return {
    code: 'SeveralStandbyRegions',
    property: 'regions',
    when: standbys.length > 1,
    value: standbys,
    allowed: 'one region that stands by; any number that serve',
    action: 'Let the others serve',
  };
}

/** With a standby, users reach a serving region by their continent only. */
function continentsCheck({ regions }: Pick<PlatformProps, 'regions'>): Check {
  const stated = regions.all.some(({ continents }) => continents.length > 0);
  const idle = regions.all.filter(({ role, continents }) => role === RegionRole.SERVING && continents.length === 0);
  return {
    code: 'ServingRegionWithoutContinents',
    property: 'regions',
    when: stated && !regions.isActiveActive && idle.length > 0,
    value: idle.map(({ name }) => name),
    allowed: 'continents for every serving region, or for none',
    action: 'Say which continents the region serves first',
  };
}
