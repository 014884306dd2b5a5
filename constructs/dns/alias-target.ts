import type * as route53 from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';

/** The zones of CloudFront's own names, in the commercial and in the Chinese partition. */
const CLOUDFRONT_ZONES = [CloudFrontTarget.CLOUDFRONT_ZONE_ID, 'Z3RFFRIM2A3IF5'];

/** Whether a target is a CloudFront distribution, whose health Route 53 cannot evaluate. */
export function isCloudFront(target: route53.IAliasRecordTarget, zoneId?: string): boolean {
  return target instanceof CloudFrontTarget || CLOUDFRONT_ZONES.includes(zoneId ?? '');
}

/**
 * An alias target whose health Route 53 evaluates unless it cannot or shall not.
 *
 * It always claims to be evaluated while it is bound, because the L2 refuses a failover alias that is not, although
 * Route 53 accepts one; `evaluated` says what the template has to say.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
 */
export class EvaluatedTarget implements route53.IAliasRecordTarget {
  /** Known once the target is bound to a record. */
  public evaluated = true;

  constructor(
    private readonly target: route53.IAliasRecordTarget,
    private readonly asked?: boolean,
  ) {}

  public bind(record: route53.IRecordSet, zone?: route53.IHostedZone): route53.AliasRecordTargetConfig {
    const config = this.target.bind(record, zone);
    this.evaluated = this.asked ?? config.evaluateTargetHealth ?? !isCloudFront(this.target, config.hostedZoneId);
    return { ...config, evaluateTargetHealth: true };
  }
}

/** A record set of the same zone as a target. It is named, not referred to: its members come from several stacks. */
export class RecordSetTarget implements route53.IAliasRecordTarget {
  constructor(private readonly name: string) {}

  public bind(_record: route53.IRecordSet, zone?: route53.IHostedZone): route53.AliasRecordTargetConfig {
    return { dnsName: `${this.name}.`, hostedZoneId: zone!.hostedZoneId, evaluateTargetHealth: true };
  }
}
