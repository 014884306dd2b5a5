import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { validate } from '../core/errors';

/** A range of Aurora capacity units, each about 2 GiB of memory with the CPU that goes with it. */
export interface ServerlessRange {
  /**
   * Units that are always there: 0.5 to 256 in steps of 0.5. Too few make the first minutes of a peak slow.
   * @default 2
   */
  readonly minimumUnits?: number;
  /** Units at the peak: 1 to 256 in steps of 0.5. */
  readonly maximumUnits: number;
}

/** How large the instances of an Aurora cluster are. */
export class AuroraCapacity {
  /** Instances of a fixed class. */
  public static provisioned(instanceType: ec2.InstanceType): AuroraCapacity {
    return new AuroraCapacity(instanceType);
  }

  /** Instances that grow and shrink with their load. The first reader follows the writer, so that it can take over. */
  public static serverless(units: ServerlessRange): AuroraCapacity {
    const least = units.minimumUnits ?? 2;
    const most = units.maximumUnits;
    validate('AuroraCapacity.serverless', [
      {
        code: 'CapacityOutOfRange',
        property: 'minimumUnits, maximumUnits',
        when: ![least, most].every((each) => Number.isInteger(each * 2)) || least < 0.5 || most > 256 || most < 1,
        value: [least, most],
        allowed: '0.5 (maximum: 1) to 256 in steps of 0.5',
        action: 'Choose units in this range',
      },
      {
        code: 'CapacityRangeEmpty',
        property: 'maximumUnits',
        when: least > most,
        value: most,
        allowed: `at least minimumUnits (${least})`,
        action: 'Raise the maximum or lower the minimum',
      },
    ]);
    return new AuroraCapacity(undefined, { minimumUnits: least, maximumUnits: most });
  }

  private constructor(
    private readonly instanceType?: ec2.InstanceType,
    /** @internal */ public readonly _range?: ServerlessRange,
  ) {}

  /** @internal */
  public _instance(id: string, props: InstanceProps): rds.IClusterInstance {
    const { promotionTier, ...common } = props;
    const { instanceType } = this;
    if (instanceType) return rds.ClusterInstance.provisioned(id, { ...common, promotionTier, instanceType });
    return rds.ClusterInstance.serverlessV2(id, { ...common, scaleWithWriter: promotionTier < 2 });
  }
}

interface InstanceProps extends rds.ClusterInstanceOptions {
  /** 0 to 15: who takes over first. */
  readonly promotionTier: number;
}
