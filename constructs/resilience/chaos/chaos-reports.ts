import { Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnExperimentTemplate } from 'aws-cdk-lib/aws-fis';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Permission } from './experiment-spec';

/** Reports of experiments, as evidence: a PDF per run, which AWS charges for. */
export interface ChaosReports {
  /** Bucket that keeps the reports. */
  readonly bucket: s3.IBucket;
  /**
   * Prefix of the reports, without a slash at its end; the name of the experiment follows.
   * @default chaos
   */
  readonly prefix?: string;
  /**
   * Dashboards whose graphs around the time of the experiment go into the report.
   * @default - none
   */
  readonly dashboards?: cloudwatch.Dashboard[];
}

/** Where the reports of an experiment go. */
export function reportConfiguration(
  name: string,
  reports: ChaosReports,
): CfnExperimentTemplate.ExperimentTemplateExperimentReportConfigurationProperty {
  const { bucket, dashboards = [] } = reports;
  const cloudWatchDashboards = dashboards.map((dashboard) => ({ dashboardIdentifier: arnOf(dashboard) }));
  return {
    outputs: { experimentReportS3Configuration: { bucketName: bucket.bucketName, prefix: prefixOf(name, reports) } },
    dataSources: cloudWatchDashboards.length > 0 ? { cloudWatchDashboards } : undefined,
  };
}

/** @see https://docs.aws.amazon.com/fis/latest/userguide/experiment-report-configuration.html */
export function reportPermissions(name: string, reports: ChaosReports): Permission[] {
  const { bucket, dashboards = [] } = reports;
  const objects = bucket.arnForObjects(`${prefixOf(name, reports)}/*`);
  const key = bucket.encryptionKey;
  return [
    { actions: ['s3:GetObject', 's3:PutObject'], resources: [objects] },
    ...(key ? [{ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] }] : []),
    ...(dashboards.length > 0 ? [{ actions: ['cloudwatch:GetMetricWidgetImage'], resources: ['*'] }] : []),
    ...dashboards.map((dashboard) => ({ actions: ['cloudwatch:GetDashboard'], resources: [arnOf(dashboard)] })),
  ];
}

/** The L2's own ARN lacks the name when the name is generated. */
function arnOf(dashboard: cloudwatch.Dashboard): string {
  const { dashboardName: resourceName } = dashboard;
  return Stack.of(dashboard).formatArn({ service: 'cloudwatch', region: '', resource: 'dashboard', resourceName });
}

/** FIS writes the second version of its log format. */
export function logConfiguration(
  group: logs.ILogGroup,
): CfnExperimentTemplate.ExperimentTemplateLogConfigurationProperty {
  // The L1 takes this part as it is, and does not spell it for CloudFormation.
  return { logSchemaVersion: 2, cloudWatchLogsConfiguration: { LogGroupArn: group.logGroupArn } };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html#AWS-logs-infrastructure-CWL */
export const DELIVER_LOGS: Permission = {
  actions: [
    'logs:CreateLogDelivery',
    'logs:DescribeLogGroups',
    'logs:DescribeResourcePolicies',
    'logs:PutResourcePolicy',
  ],
  resources: ['*'],
};

function prefixOf(name: string, { prefix = 'chaos' }: ChaosReports): string {
  return `${prefix}/${name}`;
}
