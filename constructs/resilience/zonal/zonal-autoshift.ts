import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as arczonalshift from 'aws-cdk-lib/aws-arczonalshift';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { validate } from '../../core/errors';
import { autoshiftChecks } from './zonal-checks';
import type { PracticeWindow } from './zonal-practice-window';

/** Autoshift of a load balancer. */
export interface ZonalAutoshiftProps {
  /** The load balancer, for example `LoadBalancer.alb`. Its stack or one of the same region. */
  readonly alb: elbv2.IApplicationLoadBalancer;
  /**
   * The alarm that notices when users are worse off, in this region: it ends a practice run and calls it failed. ARC takes
   * one; to watch several metrics, let metric math put them into one alarm. Practice runs are worth what it notices.
   */
  readonly outcomeAlarm: cloudwatch.IAlarm;
  /**
   * The alarm that keeps a practice run from starting, and ends a running one, in this region.
   * @default - none
   */
  readonly blockingAlarm?: cloudwatch.IAlarm;
  /**
   * Times of the week without practice runs, at most 15.
   * @default - none: once a week, at a time that AWS chooses, for half an hour
   */
  readonly blockedWindows?: PracticeWindow[];
  /**
   * Days without practice runs, as YYYY-MM-DD in UTC, at most 15.
   * @default - none
   */
  readonly blockedDates?: string[];
  /**
   * Whether AWS shifts away from a zone when it sees one impaired. Without it there are only practice runs.
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Lets AWS shift a load balancer away from a zone that it sees impaired, and practises it every week.
 *
 * Survives the impairment of a zone that health checks do not see. It helps if the other zones carry the peak without
 * new capacity (`Redundancy`), if zonal shift is on for the load balancer, which is checked where it can be seen, and
 * with cross-zone balancing, because then targets in the zone are left out too; without it the zones left over each have
 * to carry more. Does not help against what is wrong in all zones, nor while a load balancer has no healthy target and
 * sends to all of them. Clients that keep their connections stay in the zone until these close.
 * @see https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-autoshift.considerations.html
 */
export class ZonalAutoshift extends Construct {
  /** The configuration as CloudFormation sees it. */
  public readonly configuration: arczonalshift.CfnZonalAutoshiftConfiguration;

  constructor(scope: Construct, id: string, props: ZonalAutoshiftProps) {
    super(scope, id);
    const { alb, enabled = true } = props;
    validate(this, autoshiftChecks(props, attributesOf(alb), this.foreignAlarms(props)));
    this.configuration = new arczonalshift.CfnZonalAutoshiftConfiguration(this, 'Autoshift', {
      resourceIdentifier: alb.loadBalancerArn,
      // CloudFormation knows no word for off: it is off when it is not on.
      zonalAutoshiftStatus: enabled ? 'ENABLED' : undefined,
      practiceRunConfiguration: {
        outcomeAlarms: [condition(props.outcomeAlarm)],
        blockingAlarms: props.blockingAlarm && [condition(props.blockingAlarm)],
        blockedWindows: props.blockedWindows?.map((window) => window._text),
        blockedDates: props.blockedDates,
      },
    });
  }

  private foreignAlarms({ outcomeAlarm, blockingAlarm }: ZonalAutoshiftProps): string[] {
    const { region } = Stack.of(this);
    if (Token.isUnresolved(region)) return [];
    const regions = [outcomeAlarm, ...(blockingAlarm ? [blockingAlarm] : [])].map(regionOf);
    return regions.filter((each) => !Token.isUnresolved(each) && each !== region);
  }
}

/** An imported alarm has the region of its stack, wherever its ARN says it is. */
function regionOf({ alarmArn, env }: cloudwatch.IAlarm): string {
  return Token.isUnresolved(alarmArn) ? env.region : (Arn.split(alarmArn, ArnFormat.COLON_RESOURCE_NAME).region ?? '');
}

function condition({
  alarmArn,
}: cloudwatch.IAlarm): arczonalshift.CfnZonalAutoshiftConfiguration.ControlConditionProperty {
  return { type: 'CLOUDWATCH', alarmIdentifier: alarmArn };
}

/** Undefined for a load balancer of elsewhere, whose attributes nobody here can see. */
function attributesOf(alb: elbv2.IApplicationLoadBalancer): Map<string, string> | undefined {
  const { defaultChild } = alb.node;
  if (!(defaultChild instanceof elbv2.CfnLoadBalancer)) return undefined;
  const attributes = Stack.of(alb).resolve(
    defaultChild.loadBalancerAttributes,
  ) as elbv2.CfnLoadBalancer.LoadBalancerAttributeProperty[];
  return new Map((attributes ?? []).map(({ key = '', value = '' }) => [key, value]));
}
