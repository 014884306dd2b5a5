import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { BillingMode } from 'aws-cdk-lib/aws-dynamodb';
import { type BaseMonitoringProps, LatencyType, MonitoringFacade } from 'cdk-monitoring-constructs';
import type { Construct } from 'constructs';
import type { LoadBalancedService } from '../../compute';
import type { KeyValueTable } from '../../data';
import { MINUTE } from './signal-metric';
import type { CoveredService } from './signal-spec';

/** Nothing is put on dashboards of its own, and without alarms there is nobody to be told. */
const NO_DASHBOARDS = { addDynamicSegment: () => undefined, getDashboard: () => undefined };

const PERCENTILES = [LatencyType.P50, LatencyType.P95, LatencyType.P99];

/**
 * Draws the widgets of services with `cdk-monitoring-constructs`. This is the only module that imports it, and it is loaded
 * only when something is drawn.
 */
export class ServiceWidgets {
  private readonly facade: MonitoringFacade;

  constructor(scope: Construct, region?: string) {
    this.facade = new MonitoringFacade(scope, 'Services', {
      metricFactoryDefaults: { period: MINUTE, region },
      alarmFactoryDefaults: { alarmNamePrefix: scope.node.id, actionsEnabled: true },
      dashboardFactory: NO_DASHBOARDS,
    });
  }

  /** What there is to see of a service, each kind a row that begins with a heading of its own. */
  public draw(name: string, service: CoveredService): cloudwatch.IWidget[][] {
    const drawn = this.facade.createdMonitorings().length;
    this.monitor({ humanReadableName: name, alarmFriendlyName: 'None' }, service);
    return this.facade
      .createdMonitorings()
      .slice(drawn)
      .map((monitoring) => monitoring.widgets());
  }

  private monitor(names: BaseMonitoringProps, { group, tasks, api, distribution, queue, table }: CoveredService): void {
    const { facade } = this;
    if (group) facade.monitorAutoScalingGroup({ ...names, autoScalingGroup: group });
    if (tasks) this.monitorTasks(names, tasks);
    if (api) facade.monitorApiGateway({ ...names, api, latencyTypesToRender: PERCENTILES });
    if (distribution) facade.monitorCloudFrontDistribution({ ...names, distribution });
    if (queue) facade.monitorSqsQueueWithDlq({ ...names, queue: queue.queue, deadLetterQueue: queue.deadLetter });
    if (table) this.monitorTable(names, table);
  }

  /** Without the load balancer: what it says of the members is drawn with its other metrics. */
  private monitorTasks(names: BaseMonitoringProps, { service }: LoadBalancedService): void {
    this.facade.monitorSimpleFargateService({
      ...names,
      fargateService: service.service,
      minAutoScalingTaskCount: service.minimum,
      maxAutoScalingTaskCount: service.maximum,
    });
  }

  private monitorTable(names: BaseMonitoringProps, { table }: KeyValueTable): void {
    const { billingMode } = table.node.defaultChild as { billingMode?: string };
    const isOnDemand = billingMode === BillingMode.PAY_PER_REQUEST;
    const mode = isOnDemand ? BillingMode.PAY_PER_REQUEST : BillingMode.PROVISIONED;
    this.facade.monitorDynamoTable({ ...names, table, billingMode: mode });
  }
}
