import type { App } from 'aws-cdk-lib';
import { Duration } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { InstanceChoice, LoadBalancedFleet, LoadBalancedService } from '../../../constructs/compute';
import type { CalendarEvent } from '../../../constructs/scaling/calendar/calendar-event';
import { PrewarmTarget } from '../../../constructs/scaling/calendar/prewarm-target';
import { type Entry, entry } from '../compute/load-balancer-fixture';

const PORT = 8080;

/** A fleet behind a load balancer: 6 to 60 members. */
export function fleetIn(around: Entry, props = {}): LoadBalancedFleet {
  return new LoadBalancedFleet(around.stack, 'Web', {
    ...around,
    port: PORT,
    key: around.platformKey.key,
    instances: InstanceChoice.single(ec2.InstanceType.of(ec2.InstanceClass.M8G, ec2.InstanceSize.LARGE)),
    peakMembers: 4,
    minimum: 6,
    maximum: 60,
    scaling: [],
    ...props,
  });
}

/** A service behind a load balancer: 6 to 60 tasks. */
export function serviceIn(around: Entry, props = {}): LoadBalancedService {
  return new LoadBalancedService(around.stack, 'Api', {
    ...around,
    port: PORT,
    image: ecs.ContainerImage.fromRegistry('public.ecr.aws/example/api:1'),
    peakMembers: 4,
    minimum: 6,
    maximum: 60,
    scaling: [],
    ...props,
  });
}

/** What exists elsewhere: a table, and an alias of a function. */
export function elsewhere({ stack }: Entry) {
  const table = dynamodb.TableV2.fromTableName(stack, 'Orders', 'orders');
  const handler = lambda.Function.fromFunctionName(stack, 'Quote', 'quote');
  const version = lambda.Version.fromVersionAttributes(stack, 'QuoteVersion', { lambda: handler, version: '7' });
  const alias = lambda.Alias.fromAliasAttributes(stack, 'QuoteLive', { aliasName: 'live', aliasVersion: version });
  return { table, alias };
}

/** An event that raises members. */
export function sale(changes: Partial<CalendarEvent> = {}): CalendarEvent {
  return {
    name: 'sale-2026',
    start: '2026-11-27T08:00:00Z',
    end: '2026-11-28T20:00:00Z',
    preWarmLead: Duration.hours(4),
    targets: [PrewarmTarget.members(40)],
    ...changes,
  };
}

export function around(app: App): Entry {
  return entry(app);
}
