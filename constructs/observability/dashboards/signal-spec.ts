import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import type { LoadBalancedService } from '../../compute';
import type { KeyValueTable } from '../../data';
import type { WorkQueue } from '../../messaging';
import type { Panel } from './signal-panel';

/** Services whose widgets `cdk-monitoring-constructs` draws on the dashboard of a region. */
export interface CoveredService {
  readonly group?: autoscaling.IAutoScalingGroup;
  readonly tasks?: LoadBalancedService;
  readonly api?: apigateway.IRestApi;
  readonly distribution?: cloudfront.IDistribution;
  readonly queue?: WorkQueue;
  readonly table?: KeyValueTable;
}

/** In which part of a dashboard a source is shown. */
export enum SignalPart {
  OBJECTIVES,
  BUSINESS,
  SERVICES,
}

/** The place of what is in no region. */
export const EVERYWHERE = 'global';

/** What a source shows. */
export interface SignalSpec {
  /** Sources of the same name stand side by side on a dashboard of several regions. */
  readonly name: string;
  /** Region, or everywhere; undefined where the stack does not know. */
  readonly place?: string;
  readonly part?: SignalPart;
  readonly panels: Panel[];
  /** Drawn by others, where they can be. */
  readonly covered?: CoveredService;
  /** Drawn here instead of what is covered, where several regions stand side by side. */
  readonly summary?: Panel[];
  /** Your own. */
  readonly widgets?: cloudwatch.IWidget[];
  readonly alarms: cloudwatch.IAlarm[];
}

/** The alarms of a construct that tell people something: those of scaling steps go off every day. */
export function alarmsIn(construct: IConstruct): cloudwatch.IAlarm[] {
  return construct.node
    .findAll()
    .filter((each) => each instanceof cloudwatch.Alarm || each instanceof cloudwatch.CompositeAlarm)
    .filter(({ node }) => !isScaling(node.scope));
}

function isScaling(scope?: IConstruct): boolean {
  return scope instanceof autoscaling.StepScalingPolicy || scope instanceof appscaling.StepScalingPolicy;
}
