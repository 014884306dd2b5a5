import { type App, Duration, type Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { RegionSet, RegionalStack } from '../../../constructs/core';
import {
  DeploymentWave,
  type DeploymentWaveProps,
  DeploymentWaves,
  type DeploymentWavesProps,
  type RegionDeployment,
  WaveStacks,
} from '../../../constructs/delivery';
import { LogVault, NotificationTopic, PlatformKey } from '../../../constructs/security';

export const ACCOUNT = '111111111111';
export const PRIMARY = 'us-east-1';
export const SERVING = 'ap-southeast-1';
export const STANDBY = 'eu-west-1';
/** The region of the pipeline, which serves nobody. */
export const DELIVERY = 'eu-central-1';

/** After a failover: the data began in what is now the standby. */
export const regions = new RegionSet({
  primary: { name: PRIMARY, cidr: '10.0.0.0/16' },
  serving: [{ name: SERVING, cidr: '10.1.0.0/16' }],
  standby: [{ name: STANDBY, cidr: '10.2.0.0/16' }],
  home: STANDBY,
});

/** A stack with something in it. */
export function stackIn(app: App, id: string, region: string, account = ACCOUNT): RegionalStack {
  const stack = new RegionalStack(app, id, { region, zones: [`${region}a`], account });
  new ssm.StringParameter(stack, 'Version', { stringValue: '1' });
  return stack;
}

/** The stack of the pipeline, with what the pipeline needs around it. */
export function around(app: App, id = 'Delivery') {
  const stack = stackIn(app, id, DELIVERY);
  const { key } = new PlatformKey(stack, 'Key');
  const logVault = new LogVault(stack, 'Logs', { key });
  const { topic } = new NotificationTopic(stack, 'Operations', { key });
  return { stack, logVault, notifications: topic };
}

export type Around = ReturnType<typeof around>;

/** An alarm on somebody's metric that takes 3 periods of 5 minutes, unless stated otherwise. */
export function alarmIn(stack: Stack, id = 'Errors', props: Partial<cloudwatch.AlarmProps> = {}): cloudwatch.Alarm {
  const metric = new cloudwatch.Metric({ namespace: 'Shop', metricName: id, period: Duration.minutes(5) });
  const alarm = new cloudwatch.Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 3, ...props });
  const arn = stack.formatArn({ service: 'sns', resource: 'operations' });
  alarm.addAlarmAction(new SnsAction(sns.Topic.fromTopicArn(stack, `${id}Operations`, arn)));
  return alarm;
}

/** An alarm that rings when all of others do, as those on burn rates are. */
export function compositeOf(stack: Stack, id: string, ...alarms: cloudwatch.Alarm[]): cloudwatch.CompositeAlarm {
  const ringing = alarms.map((alarm) => cloudwatch.AlarmRule.fromAlarm(alarm, cloudwatch.AlarmState.ALARM));
  return new cloudwatch.CompositeAlarm(stack, id, { alarmRule: cloudwatch.AlarmRule.allOf(...ringing) });
}

/** An alarm that is there already. */
export function existingAlarm(stack: Stack, region: string, name = 'slo', account = ACCOUNT): cloudwatch.IAlarm {
  const arn = `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
  const id = `${name}-${region}-${account}`;
  return (stack.node.tryFindChild(id) as cloudwatch.IAlarm) ?? cloudwatch.Alarm.fromAlarmArn(stack, id, arn);
}

/** The smallest wave: one stack of another app, judged by an alarm that is there already. */
export function waveOf(stack: Stack, props: Partial<DeploymentWaveProps> = {}): DeploymentWave {
  const region = props.region ?? PRIMARY;
  const name = props.name ?? 'Shop';
  const alarms = [existingAlarm(stack, region)];
  return new DeploymentWave({ name, region, stacks: WaveStacks.named([`${name}/App`]), alarms, ...props });
}

/** Data and applications of every region of the set, with two alarms each: one without a name, and a composite one. */
export function everywhere(app: App): RegionDeployment[] {
  return regions.all.map(({ name: region }) => {
    const data = stackIn(app, `Data-${region}`, region);
    const web = stackIn(app, `App-${region}`, region);
    const errors = alarmIn(web);
    return {
      region,
      stateful: WaveStacks.of(data),
      applications: WaveStacks.of(web),
      alarms: [errors, compositeOf(web, 'Burning', errors)],
    };
  });
}

export function deployment(
  { stack, logVault, notifications }: Around,
  props: Partial<DeploymentWavesProps> & Pick<DeploymentWavesProps, 'waves'>,
): DeploymentWaves {
  // What was refused before is in the tree all the same.
  stack.node.tryRemoveChild('Waves');
  return new DeploymentWaves(stack, 'Waves', { logVault, notifications, ...props });
}
