import { Aws } from 'aws-cdk-lib';

/** ARN of something in the account and region of the runbook. */
export function regionalArn(service: string, resource: string): string {
  return `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
}
