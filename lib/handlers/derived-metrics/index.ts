import { Logger } from '@aws-lambda-powertools/logger';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { type Report, run } from './run';

const logger = new Logger({ serviceName: 'derived-metrics' });

/** A network without a way out must end in an error that says so, not in a timeout of the function. */
const client = new CloudWatchClient({
  requestHandler: { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true },
});

/** Fails after everything that could be done was done, so that the failure is counted and tried again. */
export async function handler(event: unknown): Promise<Report> {
  const report = await run(client, event);
  if (report.missing.length > 0) logger.warn('Sources without values: not published', { missing: report.missing });
  if (report.failures.length > 0) {
    logger.error('Metrics could not be read or published', { failures: report.failures });
    throw new Error(report.failures.join('; '));
  }
  logger.info('Published', { published: report.published });
  return report;
}
