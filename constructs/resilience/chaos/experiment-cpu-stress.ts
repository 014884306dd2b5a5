import { percentCheck } from './experiment-checks';
import { FailureDomain } from './experiment-failure';
import { runOnServers } from './experiment-fault-command';
import type { TaggedExperimentProps } from './experiment-props';
import { type ExperimentSpec, shareOf } from './experiment-spec';

/** Servers whose processors are busy. */
export interface CpuStressProps extends TaggedExperimentProps {
  /**
   * Load to reach, in percent of all processors of a server: 1 to 100.
   * @default 100
   */
  readonly loadPercent?: number;
}

/** All processors of some servers are busy: they are slow, yet alive. */
export function cpuStress(props: CpuStressProps): ExperimentSpec {
  const { loadPercent = 100 } = props;
  const command = {
    action: 'StressProcessors',
    document: 'AWSFIS-Run-CPU-Stress',
    parameters: { CPU: '0', LoadPercent: `${loadPercent}` },
  };
  return {
    name: props.name ?? 'CpuStress',
    props,
    share: shareOf(props),
    injects: [FailureDomain.INSTANCE],
    checks: () => [percentCheck('loadPercent', loadPercent)],
    plan: (context) => runOnServers(context, props, command),
  };
}
