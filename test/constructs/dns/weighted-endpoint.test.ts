import { Duration, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { RegionalStack } from '../../../constructs/core';
import { WeightedEndpoint, type WeightedEndpointProps } from '../../../constructs/dns';
import { codesOf } from '../../_helpers/errors';
import { Synthesis, testApp } from '../../_helpers/synthesis';

const NAME = 'reader.db.internal';

const regionalStack = (app: Construct = testApp()) =>
  new RegionalStack(app, 'Data', { region: 'eu-west-1', zones: ['eu-west-1a'], account: '111111111111' });

function alarm(stack: Stack, id: string): cloudwatch.Alarm {
  const metric = new cloudwatch.Metric({ namespace: 'AWS/RDS', metricName: 'ReplicaLag', period: Duration.minutes(1) });
  const made = new cloudwatch.Alarm(stack, id, {
    metric,
    threshold: 300,
    evaluationPeriods: 2,
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
  });
  made.addAlarmAction({ bind: () => ({ alarmActionArn: 'arn:aws:sns:eu-west-1:111111111111:page' }) });
  return made;
}

const privateZone = (stack: Stack) =>
  route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'ZPRIVATE', zoneName: 'db.internal' });

/** Two replicas, the second one lighter and with two alarms, and the writer as the last resort. */
function readers(stack: Stack, props: Partial<WeightedEndpointProps> = {}): WeightedEndpoint {
  return new WeightedEndpoint(stack, 'Readers', {
    zone: privateZone(stack),
    recordName: NAME,
    targets: [
      { name: 'replica-1', hostName: 'r1.rds.test', weight: 2, alarms: { lag: alarm(stack, 'Lag1') } },
      {
        name: 'replica-2',
        hostName: 'r2.rds.test',
        alarms: { lag: alarm(stack, 'Lag2'), connections: alarm(stack, 'Connections2') },
      },
    ],
    fallback: 'writer.rds.test',
    ...props,
  });
}

describe('two replicas and their writer', () => {
  const stack = regionalStack();
  const endpoint = readers(stack);
  const template = Template.fromStack(stack);
  const recordTo = (host: string) => {
    const found = template.findResources('AWS::Route53::RecordSet', { Properties: { ResourceRecords: [host] } });
    return (Object.values(found)[0] as { Properties: object }).Properties;
  };

  test('a replica is answered by its weight while its alarms are quiet', () => {
    const [first, second] = endpoint.healthChecks.map((check) => stack.resolve(check.healthCheckId) as object);
    const shared = { Name: `${NAME}.`, Type: 'CNAME', TTL: '5', HostedZoneId: 'ZPRIVATE' };
    const one = { Weight: 2, SetIdentifier: 'replica-1', ResourceRecords: ['r1.rds.test'], HealthCheckId: first };
    const two = { Weight: 1, SetIdentifier: 'replica-2', ResourceRecords: ['r2.rds.test'], HealthCheckId: second };
    expect(recordTo('r1.rds.test')).toEqual({ ...shared, ...one });
    expect(recordTo('r2.rds.test')).toEqual({ ...shared, ...two });
  });

  test('the writer is answered only while every replica is unhealthy', () => {
    expect(recordTo('writer.rds.test')).toMatchObject({ Weight: 0, SetIdentifier: 'fallback' });
    expect(recordTo('writer.rds.test')).not.toHaveProperty('HealthCheckId');
  });

  test('one alarm is a check, several are calculated into one', () => {
    template.resourcePropertiesCountIs(
      'AWS::Route53::HealthCheck',
      { HealthCheckConfig: { Type: 'CLOUDWATCH_METRIC', InsufficientDataHealthStatus: 'Unhealthy' } },
      3,
    );
    template.hasResourceProperties('AWS::Route53::HealthCheck', {
      HealthCheckConfig: { Type: 'CALCULATED', HealthThreshold: 2 },
    });
  });

  test('says its name and shows what it made', () => {
    expect(endpoint.domainName).toBe(NAME);
    expect(endpoint.records.map((record) => record.node.id)).toEqual(['replica-1', 'replica-2', 'fallback']);
  });
});

describe('policy packs', () => {
  test.each<[string, Partial<WeightedEndpointProps>]>([
    ['with a fallback', {}],
    ['without a fallback and with a longer TTL', { fallback: undefined, ttl: Duration.seconds(30) }],
  ])('pass %s', (_title, props) => {
    const synthesis = new Synthesis((app) => void readers(regionalStack(app), props));
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual([]);
  });
});

describe('mistakes', () => {
  const stack = regionalStack();
  const quiet = { lag: alarm(stack, 'Lag') };
  const target = { name: 'a', hostName: 'a.rds.test', alarms: quiet };
  const cases: [string, Partial<WeightedEndpointProps>, string[]][] = [
    ['a name outside the zone', { recordName: 'reader.internal' }, ['RecordOutsideZone']],
    ['the name of the zone', { recordName: 'db.internal' }, ['RecordOutsideZone']],
    ['a malformed name', { recordName: '-.db.internal' }, ['InvalidRecordName']],
    ['no target', { targets: [] }, ['NoWeightedTarget']],
    ['nothing but targets of weight 0', { targets: [{ ...target, weight: 0 }] }, ['NoWeightedTarget']],
    ['a weight above 255', { targets: [{ ...target, weight: 256 }] }, ['WeightOutOfRange']],
    ['two targets of one name', { targets: [target, target] }, ['TargetRepeated']],
    ['a target with the name of the fallback', { targets: [{ ...target, name: 'fallback' }] }, ['TargetRepeated']],
    ['a target with a bad name', { targets: [{ ...target, name: 'Replica 1' }] }, ['InvalidSetIdentifier']],
    ['half a second', { ttl: Duration.millis(500) }, ['TtlNotWhole']],
    ['a target without alarms', { targets: [{ ...target, alarms: {} }] }, ['TargetWithoutHealth']],
  ];

  test.each(cases)('fails on %s', (_title, props, codes) => {
    const own = regionalStack();
    expect(codesOf(() => readers(own, props))).toEqual(codes);
  });

  test('fails in a public zone', () => {
    const zone = new route53.PublicHostedZone(stack, 'Public', { zoneName: 'db.internal' });
    expect(codesOf(() => readers(regionalStack(), { zone }))).toEqual(['ZoneNotPrivate']);
  });
});
