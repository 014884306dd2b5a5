import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/**
 * EventBridge publishes without saying for whom, so a condition on the account would keep it out.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
const EVENTS = 'events.amazonaws.com';

/** A topic through which services tell people. */
export interface NotificationTopicProps {
  /** Encrypts the messages. It must let the publishers use it, as `PlatformKey` does for the default ones. */
  readonly key: kms.IKey;
  /**
   * Services that may publish, beside principals of the account whom IAM allows it.
   * @default - CloudWatch alarms and EventBridge
   */
  readonly publishers?: string[];
}

/**
 * An encrypted topic that alarms and events can be published to. A topic that only demands TLS loses the policy that lets
 * services in, and alarms then fail in silence: here they are let in by name, for this account (EventBridge for any, because
 * it does not say for which).
 *
 * Survives the loss of a zone; has no subscribers until you add them. ElastiCache cannot publish to encrypted topics.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export class NotificationTopic extends Construct {
  /** The topic. */
  public readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, props: NotificationTopicProps) {
    super(scope, id);
    this.topic = new sns.Topic(this, 'Topic', { masterKey: props.key, enforceSSL: true });
    const services = props.publishers ?? ['cloudwatch.amazonaws.com', EVENTS];
    const others = services.filter((service) => service !== EVENTS);
    if (others.length > 0) this.admit('Publishers', others, { 'aws:SourceAccount': Stack.of(this).account });
    if (services.includes(EVENTS)) this.admit('Events', [EVENTS]);
  }

  private admit(sid: string, services: string[], equal?: { [key: string]: string }): void {
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid,
        principals: services.map((service) => new iam.ServicePrincipal(service)),
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: equal && { StringEquals: equal },
      }),
    );
  }
}
