import * as rds from 'aws-cdk-lib/aws-rds';
import type { DatabaseContext } from './topology-plan';

/** How closely a database is watched, in the words that instances and clusters share. */
export function observation({ key, insights, monitoringInterval, monitoringRole }: DatabaseContext) {
  const isAdvanced = insights === rds.DatabaseInsightsMode.ADVANCED;
  const { MONTHS_15, DEFAULT } = rds.PerformanceInsightRetention;
  return {
    monitoringInterval: monitoringRole && monitoringInterval,
    monitoringRole,
    enablePerformanceInsights: true,
    performanceInsightEncryptionKey: key,
    performanceInsightRetention: isAdvanced ? MONTHS_15 : DEFAULT,
    databaseInsightsMode: insights,
  };
}
