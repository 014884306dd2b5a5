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
 * Installs the agent on Amazon Linux and lets it report memory by group.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
 */
export const AGENT_COMMANDS = [
  'dnf install -y amazon-cloudwatch-agent',
  `cat > ${FILE} <<'END'\n${JSON.stringify(CONFIGURATION)}\nEND`,
  `/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:${FILE}`,
];
