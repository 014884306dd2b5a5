import { cacheZoneLoss, type CacheZoneLossProps } from './experiment-cache-zone-loss';
import { cpuStress, type CpuStressProps } from './experiment-cpu-stress';
import { crossRegionDisruption, type CrossRegionDisruptionProps } from './experiment-cross-region-disruption';
import { custom, type CustomExperimentProps } from './experiment-custom';
import { databaseFailover, type DatabaseFailoverProps } from './experiment-database-failover';
import { dependencyBlock, type DependencyBlockProps } from './experiment-dependency-block';
import type { FailureDomain } from './experiment-failure';
import { instanceLoss, type InstanceLossProps } from './experiment-instance-loss';
import { latency, type LatencyProps } from './experiment-latency';
import { networkLoss, type NetworkLossProps } from './experiment-network-loss';
import type { ExperimentSpec } from './experiment-spec';
import { zonePowerLoss, type ZonePowerLossProps } from './experiment-zone-power-loss';

/**
 * A failure to cause on purpose, and what you expect to happen.
 *
 * What it proves is what the alarms that guard it measure: that the service level objective held while the failure lasted.
 * It does not prove that the same failure is survived at another load, in another region, or after the next release.
 */
export class Experiment {
  /** Single servers or tasks are lost. */
  public static instanceLoss(props: InstanceLossProps): Experiment {
    return new Experiment(instanceLoss(props));
  }

  /** Everything in a zone goes dark: servers, network, databases, caches, volumes. */
  public static zonePowerLoss(props: ZonePowerLossProps): Experiment {
    return new Experiment(zonePowerLoss(props));
  }

  /** A zone is cut off, while everything in it runs. */
  public static networkLoss(props: NetworkLossProps): Experiment {
    return new Experiment(networkLoss(props));
  }

  /** A database changes its writer. */
  public static databaseFailover(props: DatabaseFailoverProps): Experiment {
    return new Experiment(databaseFailover(props));
  }

  /** The cache nodes of a zone are lost. */
  public static cacheZoneLoss(props: CacheZoneLossProps): Experiment {
    return new Experiment(cacheZoneLoss(props));
  }

  /** Another region is out of reach, and nothing is replicated there. */
  public static crossRegionDisruption(props: CrossRegionDisruptionProps): Experiment {
    return new Experiment(crossRegionDisruption(props));
  }

  /** Servers are busy. */
  public static cpuStress(props: CpuStressProps): Experiment {
    return new Experiment(cpuStress(props));
  }

  /** A dependency answers late. */
  public static latency(props: LatencyProps): Experiment {
    return new Experiment(latency(props));
  }

  /** A dependency is gone. */
  public static dependencyBlock(props: DependencyBlockProps): Experiment {
    return new Experiment(dependencyBlock(props));
  }

  /** Any other action of FIS. */
  public static custom(props: CustomExperimentProps): Experiment {
    return new Experiment(custom(props));
  }

  private constructor(
    /** @internal */
    public readonly _spec: ExperimentSpec,
  ) {}

  /** Name within the suite. */
  public get name(): string {
    return this._spec.name;
  }

  /** What is expected to happen. */
  public get hypothesis(): string {
    return this._spec.props.hypothesis;
  }

  /** Which domains fail. */
  public get injects(): FailureDomain[] {
    return this._spec.injects;
  }

  /** Names of the redundancy claims that it puts to the test. */
  public get proves(): string[] {
    return this._spec.props.proves ?? [];
  }
}
