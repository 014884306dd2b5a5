import * as shift from 'aws-cdk-lib/aws-arczonalshift';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { AppStack } from './app-stack';
import { BareStack } from './bare-stack';
import { alarmRow, graph, heading, rowsOf } from './dashboard';
import { appSections } from './dashboard-app';
import { zoneSection } from './dashboard-tiers';
import { objectiveRows } from './dashboard-objectives';
import { dataSections } from './dashboard-data';
import type { DataStack } from './data-stack';
import type { FoundationStack } from './foundation-stack';
import type { Entry } from './load-balancer';
import type { Objective, Topics } from './objectives';
import { createObjectives, watchCacheHits, watchHeadroom, watchLag, watchTraffic } from './ops-alarms';
import { createCanaries } from './ops-canaries';
import { createDerivedMetrics } from './ops-derived';
import { createExperiments } from './ops-experiments';
import { createRunbooks } from './ops-runbooks';
import { watchZones } from './ops-zones';

/** Alarms, dashboard, canaries, runbooks and experiments. */
export class OpsStack extends BareStack {
  readonly foundation: FoundationStack;
  readonly data: DataStack;
  readonly topics: Topics;
  readonly objectives: Objective[];

  constructor(
    scope: Construct,
    id: string,
    readonly app: AppStack,
  ) {
    super(scope, id, 'Alarms, dashboard, canaries, runbooks and experiments');
    this.foundation = app.foundation;
    this.data = app.data;
    const ticket = new sns.Topic(this, 'Tickets', { masterKey: this.foundation.key, enforceSSL: true });
    this.topics = { page: this.foundation.operations, ticket };
    this.objectives = createObjectives(this);
    watchTraffic(this);
    watchLag(this);
    watchCacheHits(this);
    const zones = [watchZones(this, 'WebZones', app.web), watchZones(this, 'ApiZones', app.api)];
    const derived = createDerivedMetrics(this);
    watchHeadroom(this, derived[2]);
    this.createDashboard(zones, derived);
    createCanaries(this);
    this.shiftZones();
    createExperiments(this, this.objectives);
    createRunbooks(this);
  }

  private createDashboard(zones: cloudwatch.CompositeAlarm[], derived: cloudwatch.Metric[]): void {
    const { app, data, objectives } = this;
    const headroom = derived.map((metric) => graph(metric.metricName, 'value', metric));
    const sections = [
      ...appSections(app),
      ...dataSections(data),
      { title: 'Headroom', graphs: headroom },
      zoneSection('Zones of the web servers', app.web),
      zoneSection('Zones of the API', app.api),
    ];
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: 'bare-us-east-1',
      widgets: [
        heading(`# Dashboard: ${this.region}`),
        alarmRow('Alarms', [...objectives.flatMap(({ alarms }) => alarms), ...zones]),
        ...objectiveRows(objectives, 6),
        ...rowsOf(sections, 4),
      ],
    });
  }

  private shiftZones(): void {
    const { web, api } = this.app;
    const [ofApi, ofWeb] = this.objectives;
    const autoshift = (id: string, { loadBalancer }: Entry, { stop: [alarm] }: Objective) =>
      new shift.CfnZonalAutoshiftConfiguration(this, id, {
        resourceIdentifier: loadBalancer.loadBalancerArn,
        zonalAutoshiftStatus: 'ENABLED',
        practiceRunConfiguration: { outcomeAlarms: [{ alarmIdentifier: alarm.alarmArn, type: 'CLOUDWATCH' }] },
      });
    autoshift('WebAutoshift', web, ofWeb);
    autoshift('ApiAutoshift', api, ofApi);
  }
}
