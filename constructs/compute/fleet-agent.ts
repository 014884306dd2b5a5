import type { UserData } from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { type ManagedPolicyRole, Wildcard } from '../security';
import { WILDCARD_REASON } from './fleet-role';

/** Where the CloudWatch agent reports to. */
export const AGENT_NAMESPACE = 'CWAgent';

/** What it reports: the share of memory in use, in percent. */
export const MEMORY_METRIC = 'mem_used_percent';

const CONFIGURATION = {
  metrics: {
    namespace: AGENT_NAMESPACE,
    append_dimensions: { AutoScalingGroupName: '${aws:AutoScalingGroupName}' },
    aggregation_dimensions: [['AutoScalingGroupName']],
    metrics_collected: { mem: { measurement: [MEMORY_METRIC], metrics_collection_interval: 60 } },
  },
};

const FILE = '/opt/aws/amazon-cloudwatch-agent/etc/fleet.json';

/**
 * Lets members report memory by group, which instances do not by themselves. An image of your own brings its own agent.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
 */
export function reportMemory(role: ManagedPolicyRole, amazonLinux?: UserData): void {
  agentStatements().forEach((statement) => role.addToPrincipalPolicy(statement));
  role.acknowledgeWildcard(Wildcard.resource('*'), WILDCARD_REASON);
  amazonLinux?.addCommands(
    'dnf install -y amazon-cloudwatch-agent',
    `cat > ${FILE} <<'END'\n${JSON.stringify(CONFIGURATION)}\nEND`,
    `/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:${FILE}`,
  );
}

function agentStatements(): iam.PolicyStatement[] {
  const conditions = { StringEquals: { 'cloudwatch:namespace': AGENT_NAMESPACE } };
  return [
    new iam.PolicyStatement({ actions: ['cloudwatch:PutMetricData'], resources: ['*'], conditions }),
    // The agent reads from a tag to which group it belongs.
    new iam.PolicyStatement({ actions: ['ec2:DescribeTags'], resources: ['*'] }),
  ];
}
