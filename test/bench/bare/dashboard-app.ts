import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AppStack } from './app-stack';
import { graph, type Section } from './dashboard';
import { gatewaySection } from './dashboard-gateway';
import { containersSection, serversSection } from './dashboard-tiers';
import { family, type Family, math } from './ops-metrics';
import { REGION } from './settings';

const { AVERAGE, MAXIMUM, SUM } = cloudwatch.Stats;

/** What one looks at in the applications. */
export function appSections(app: AppStack): Section[] {
  const orders = family('Bare/Business', { Region: REGION })('Orders', SUM, 'Orders');
  return [
    { title: 'Orders taken', graphs: [graph('Orders', 'count a minute', orders)] },
    gatewaySection(app),
    containersSection(app),
    serversSection(app),
    queueSection(app),
  ];
}

function queueSection({ orders }: AppStack): Section {
  const of = (QueueName: string) => family('AWS/SQS', { QueueName });
  const [queue, dead] = [of(orders.queueName), of(orders.deadLetterQueue!.queue.queueName)];
  const depth = (metrics: Family) => [
    metrics('ApproximateNumberOfMessagesVisible', MAXIMUM, 'waiting'),
    metrics('NumberOfMessagesSent', SUM, 'sent'),
  ];
  const age = (metrics: Family) => metrics('ApproximateAgeOfOldestMessage', MAXIMUM, 'age');
  const sent = { sent: queue('NumberOfMessagesSent', SUM, 'sent') };
  const done = { done: queue('NumberOfMessagesDeleted', SUM, 'done') };
  const waiting = { waiting: queue('ApproximateNumberOfMessagesVisible', MAXIMUM, 'waiting') };
  return {
    title: 'Orders',
    graphs: [
      graph('Messages', 'messages', ...depth(queue)),
      graph('Age of the oldest message', 'seconds', age(queue)),
      graph('Size of messages', 'bytes', queue('SentMessageSize', AVERAGE, 'size')),
      graph(
        'Sent and done',
        'messages a second',
        math('sent / PERIOD(sent)', sent, 'sent (avg: ${AVG}, max: ${MAX})'),
        math('done / PERIOD(done)', done, 'done (avg: ${AVG}, max: ${MAX})'),
      ),
      graph(
        'Time to drain',
        'seconds',
        math('waiting / (done - sent) * PERIOD(done)', { ...waiting, ...sent, ...done }, 'until it is empty'),
      ),
      graph('Put aside', 'messages', ...depth(dead)),
      graph('Age of the oldest message put aside', 'seconds', age(dead)),
    ],
  };
}
