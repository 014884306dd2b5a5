import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { BareStack } from './bare-stack';
import { alarmRow, graph, heading, percent, rowsOf, type Section } from './dashboard';
import { appSections } from './dashboard-app';
import { objectiveRows } from './dashboard-objectives';
import { dataSections } from './dashboard-data';
import type { EdgeStack } from './edge-stack';
import { availability, percentage, sum } from './indicators';
import { type Objective, type Topics, watchObjective } from './objectives';
import { family, type Family, math } from './ops-metrics';
import type { OpsStack } from './ops-stack';
import { alarm } from './pieces';
import type { TrafficStack } from './traffic-stack';

const { AVERAGE, MINIMUM, SUM } = cloudwatch.Stats;
const { LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator;
const FIVE_MINUTES = Duration.minutes(5);

/** What is watched. */
export interface OversightProps {
  readonly ops: OpsStack;
  readonly traffic: TrafficStack;
  readonly edge: EdgeStack;
}

/** Alarms on CloudFront and Route 53, and the dashboard of everything. */
export class OversightStack extends BareStack {
  private readonly viewers: Family;
  private readonly health: Family;
  private readonly topics: Topics;

  constructor(scope: Construct, id: string, { ops, traffic, edge }: OversightProps) {
    super(scope, id, 'Alarms on CloudFront and Route 53, and the dashboard of everything');
    const { distributionId } = edge.distribution;
    this.viewers = family('AWS/CloudFront', { DistributionId: distributionId, Region: 'Global' });
    this.health = family('AWS/Route53', { HealthCheckId: traffic.healthCheck.healthCheckId });
    const topic = (name: string) => new sns.Topic(this, name, { masterKey: edge.key, enforceSSL: true });
    this.topics = { page: topic('Operations'), ticket: topic('Tickets') };
    this.watchHitRate(distributionId);
    const objective = this.watchViewers();
    const answers = this.watchAnswers();
    this.createDashboard(ops, [objective, ...ops.objectives], answers);
  }

  private watchHitRate(distributionId: string): void {
    new cloudfront.CfnMonitoringSubscription(this, 'AdditionalMetrics', {
      distributionId,
      monitoringSubscription: {
        realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: 'Enabled' },
      },
    });
    const usingMetrics = {
      requests: this.viewers('Requests', SUM, 'requests', FIVE_MINUTES),
      rate: this.viewers('CacheHitRate', AVERAGE, 'hit rate', FIVE_MINUTES),
    };
    const expression = 'IF(FILL(requests, 0) < 300, 100, FILL(rate, 0))';
    alarm(this, 'EdgeCacheHits', this.topics.ticket, {
      alarmDescription: `${this.stackName}: less than 80 percent of the reads of viewers find something`,
      metric: math(expression, usingMetrics, 'hit rate, percent', FIVE_MINUTES),
      threshold: 80,
      comparisonOperator: LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
    });
  }

  private watchViewers(): Objective {
    const requests = { requests: this.viewers('Requests', SUM) };
    const failed = percentage('errorRate', this.viewers('5xxErrorRate', AVERAGE), requests);
    return watchObjective(this, 'Edge objective', this.topics, [availability(sum(requests), failed)]);
  }

  private watchAnswers(): cloudwatch.Alarm {
    return alarm(this, 'Answers', this.topics.page, {
      alarmDescription: `Route 53 has taken ${this.region} out of the answers of the API`,
      metric: this.health('HealthCheckStatus', MINIMUM),
      threshold: 1,
      comparisonOperator: LESS_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
  }

  private createDashboard({ app, data }: OpsStack, objectives: Objective[], answers: cloudwatch.Alarm): void {
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: 'bare',
      widgets: [
        heading('# Dashboard'),
        alarmRow(
          `Alarms: ${this.region}`,
          objectives.flatMap(({ alarms }) => alarms),
        ),
        alarmRow('Further alarms', [answers]),
        ...objectiveRows(objectives, 24),
        ...rowsOf([this.edgeSection(), this.healthSection(), ...appSections(app), ...dataSections(data)], 1),
      ],
    });
  }

  private edgeSection(): Section {
    const { viewers } = this;
    const rates = (...codes: string[]) => codes.map((code) => viewers(`${code}ErrorRate`, AVERAGE, code));
    const latency = ['p50', 'p95', 'p99'].map((statistic) => viewers('OriginLatency', statistic, statistic));
    return {
      title: 'CloudFront',
      graphs: [
        graph('Traffic', 'requests a minute', viewers('Requests', SUM, 'requests')),
        graph('Errors', 'percent of requests', ...rates('5xx', '4xx')),
        graph('Latency of origins', 'ms', ...latency),
        graph('Failures of origins', 'percent of requests', ...rates('502', '503', '504')),
        percent('Cache hit rate', viewers('CacheHitRate', AVERAGE, 'hit rate')),
      ],
    };
  }

  private healthSection(): Section {
    const { health } = this;
    const share = health('HealthCheckPercentageHealthy', AVERAGE, 'checkers that see it healthy');
    const state = graph('Health', '1 is healthy', health('HealthCheckStatus', MINIMUM, 'healthy'));
    return {
      title: 'Route 53',
      graphs: [
        { ...state, right: ['percent of checkers', share] },
        graph('Latency of checkers', 'ms', health('TimeToFirstByte', AVERAGE, 'to the first byte')),
      ],
    };
  }
}
