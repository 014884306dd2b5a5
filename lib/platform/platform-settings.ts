import { Operations } from './operations/operations';
import { ADDED_READ_REPLICAS, MOST_READ_REPLICAS, objectiveOf, READ_REPLICAS, recoveryOf } from './platform-defaults';
import { PlatformLoad } from './platform-load';
import type { PlatformProps } from './platform-props';
import { Workload } from './workload';

/** An example of an embargo; who may be served is a decision of law and business, so look at it. */
const DENIED_COUNTRIES = ['KP'];

/** The props of a platform with all defaults filled in. */
export type PlatformSettings = Required<Omit<PlatformProps, 'account'>> & Pick<PlatformProps, 'account'>;

/** Fills in the defaults. */
export function settingsOf(props: PlatformProps): PlatformSettings {
  const readReplicas = props.readReplicas ?? READ_REPLICAS;
  return {
    ...props,
    objective: props.objective ?? objectiveOf(),
    recovery: props.recovery ?? recoveryOf(),
    load: props.load ?? new PlatformLoad(),
    readReplicas,
    maximumReadReplicas: props.maximumReadReplicas ?? Math.min(readReplicas + ADDED_READ_REPLICAS, MOST_READ_REPLICAS),
    workload: props.workload ?? Workload.placeholder(),
    deniedCountries: props.deniedCountries ?? DENIED_COUNTRIES,
    events: props.events ?? [],
    operations: props.operations ?? Operations.full(),
  };
}
