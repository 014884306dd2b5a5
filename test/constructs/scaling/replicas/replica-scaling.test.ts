import { Duration, type Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RegionalStack } from '../../../../constructs/core';
import {
  DatabaseTopology,
  type RelationalDatabase,
  type RelationalDatabaseProps,
  ReplicaRedundancy,
} from '../../../../constructs/data';
import { ReplicaScaling, type ReplicaScalingProps } from '../../../../constructs/scaling';
import { ManagedPolicyRole } from '../../../../constructs/security';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { Synthesis, testApp } from '../../../_helpers/synthesis';
import { Region, resourcesOf } from '../../data/database-fixture';
import { Machine } from './replica-machine';

/** What the regions and databases of the fixture acknowledge without this construct. */
const OTHERS = /RDSOSMetrics|auto-backup|snapshot|RDSInBackupPlan|S3|W3010|RDS3|RDSMultiAZ/;

/** RDS takes these from the source, and refuses a replica of the region that is to have others. */
const INHERITED = ['DBSubnetGroupName', 'DBParameterGroupName'];

/** As long as RDS takes it with what is added. */
const LONGEST = 'orders-of-all-shops-in-europe-and-the-middle-east';

function scaled(
  region: Region,
  props: Partial<ReplicaScalingProps> = {},
  options: Partial<RelationalDatabaseProps> = {},
) {
  const database = region.database('Orders', { identifier: 'orders', ...options });
  const stack = RegionalStack.of(database);
  database.grantConnect(clientIn(stack, 'Early'), 'early');
  const scaling = new ReplicaScaling(stack, 'Scaling', { database, maximumReplicas: 5, ...props });
  database.grantConnect(clientIn(stack, 'Late'), 'late');
  return { scaling, database, stack };
}

function clientIn(stack: Stack, id: string): iam.IRole {
  return new ManagedPolicyRole(stack, id, { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
}

/** The statements of the workflow's role for an action. */
function allowing(template: Template, action: string): Record<string, unknown>[] {
  const policies = Object.entries(resourcesOf(template, 'IAM::ManagedPolicy')).filter(([id]) =>
    id.startsWith('ScalingRole'),
  );
  const statements = policies.flatMap(
    ([, { Properties }]) => (Properties.PolicyDocument as { Statement: Record<string, unknown>[] }).Statement,
  );
  return statements.filter(({ Action }) => [Action].flat().includes(action));
}

/** About as long as what CloudFormation puts in. */
function deployed(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const [[name, argument]] = Object.entries(value) as [string, unknown][];
  if (name === 'Fn::Join') return (argument as [string, unknown[]])[1].map((part) => deployed('', part)).join('');
  if (name === 'Ref' && argument === 'AWS::AccountId') return '123456789012';
  return name === 'Ref' || name.startsWith('Fn::') ? 'x'.repeat(100) : value;
}

function requestOf(template: Template): Record<string, unknown> {
  return new Machine(template).states.AddCreate.Parameters as unknown as Record<string, unknown>;
}

describe('by default', () => {
  let made: ReturnType<typeof scaled>;
  const synthesis = new Synthesis((app) => (made = scaled(new Region(app, 'us-east-1'))));
  const template = synthesis.template(made!.stack);

  test('passes all packs; wildcards are where AWS leaves no choice', () => {
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged.filter((rule) => !OTHERS.test(rule))).toEqual(
      [
        'AwsSolutions-IAM5[Resource::*]',
        'AwsSolutions-IAM5[Resource::arn:aws:rds-db:us-east-1:<AWS::AccountId>:dbuser:db-*/early]',
        'AwsSolutions-IAM5[Resource::arn:aws:rds-db:us-east-1:<AWS::AccountId>:dbuser:db-*/late]',
        'AwsSolutions-IAM5[Resource::arn:aws:rds:us-east-1:<AWS::AccountId>:db:*]',
        'AwsSolutions-IAM5[Resource::arn:aws:states:us-east-1:<AWS::AccountId>:execution:orders-replicas:*]',
        'Serverless-SQSRedrivePolicy',
      ].sort((a, b) => (a < b ? -1 : 1)),
    );
  });

  test('makes replicas like the fixed ones', () => {
    const fixed = template.findResources('AWS::RDS::DBInstance', {
      Properties: { DBInstanceIdentifier: 'orders-replica-1' },
    });
    const [{ Properties }] = Object.values(fixed) as { Properties: Record<string, unknown> }[];
    const request = Object.entries(requestOf(template)).map(([key, value]) => [key.toLowerCase(), value]);
    const other = ['DBInstanceIdentifier', 'SourceDBInstanceIdentifier', 'VPCSecurityGroups', ...INHERITED];
    const names = Object.keys(Properties)
      .filter((name) => !other.includes(name))
      .map((name) => name.toLowerCase());
    expect(request.map(([key]) => key)).toEqual(expect.arrayContaining(names));
    expect(Object.keys(requestOf(template))).not.toEqual(expect.arrayContaining([expect.stringMatching(/GroupName/)]));
    expect(requestOf(template)).toMatchObject({
      SourceDBInstanceIdentifier: 'orders',
      DbInstanceClass: 'db.m7g.large',
      Port: 5433,
      MultiAZ: true,
      EnableIAMDatabaseAuthentication: true,
      DeletionProtection: false,
      Tags: [{ Key: 'cdk-nines:scaled-by', Value: 'orders-replicas' }],
    });
  });

  test('makes and deletes by name and tag, and nothing else', () => {
    const replicas = [1, 2, 3].map((number) =>
      Match.objectLike({ 'Fn::Join': ['', Match.arrayWith([`:db:orders-extra-${number}`])] }),
    );
    const [creation, ingredients] = allowing(template, 'rds:CreateDBInstanceReadReplica');
    expect(creation).toMatchObject({
      Condition: { StringEquals: { 'aws:RequestTag/cdk-nines:scaled-by': 'orders-replicas' } },
    });
    expect(JSON.stringify(ingredients.Resource)).not.toContain('*');
    const [deletion, ...more] = allowing(template, 'rds:DeleteDBInstance');
    expect(more).toEqual([]);
    expect(deletion.Condition).toEqual({
      StringEquals: { 'aws:ResourceTag/cdk-nines:scaled-by': 'orders-replicas' },
    });
    expect(Match.arrayEquals(replicas).test(deletion.Resource).hasFailed()).toBe(false);
    expect(allowing(template, 'route53:ChangeResourceRecordSets')[0].Condition).toMatchObject({
      'ForAllValues:StringEquals': {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['reader.orders.internal'],
      },
    });
  });

  test('measures the fixed replicas, and looks when they are busy, idle, and every few minutes', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: '100 * AVG([cpuutilization1, cpuutilization2]) / 60', ReturnData: true }),
      ]),
      EvaluationPeriods: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: Match.absent(),
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      State: 'ENABLED',
      ScheduleExpression: 'rate(15 minutes)',
      EventPattern: { resources: Match.anyValue(), detail: { state: { value: ['ALARM'] } } },
    });
  });

  test('has a place for every replica that may come: quiet while it is empty, unhealthy while it is silent', () => {
    expect(made.scaling.replicaIdentifiers).toEqual(['orders-extra-1', 'orders-extra-2', 'orders-extra-3']);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'orders-extra-3-Lag-360',
      Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'orders-extra-3' }],
      TreatMissingData: 'missing',
    });
    template.hasResourceProperties('AWS::Route53::HealthCheck', {
      HealthCheckConfig: {
        AlarmIdentifier: { Name: { Ref: Match.stringLikeRegexp('extra3') } },
        InsufficientDataHealthStatus: 'Unhealthy',
      },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/rds/instance/orders-extra-3/postgresql',
    });
  });
});

describe('with everything stated', () => {
  let made: ReturnType<typeof scaled>;
  const synthesis = new Synthesis((app) => {
    made = scaled(
      new Region(app, 'eu-west-1'),
      {
        maximumReplicas: 15,
        highCpuPercent: 70,
        lowCpuPercent: 30,
        highConnections: 500,
        lowConnections: 200,
        highFor: Duration.minutes(3),
        lowFor: Duration.hours(1),
        step: 3,
        coolDown: Duration.minutes(20),
        longestAdd: Duration.hours(2),
        drainFor: Duration.minutes(5),
        maximumDuration: Duration.hours(10),
        checkEvery: Duration.minutes(5),
        enabled: false,
      },
      {
        identifier: LONGEST,
        topology: DatabaseTopology.multiAzInstance({
          readReplicas: 3,
          replicaInstanceType: ec2.InstanceType.of(ec2.InstanceClass.R8G, ec2.InstanceSize.XLARGE),
          replicaRedundancy: ReplicaRedundancy.ONE_ZONE_EACH,
          maximumReplicaConnections: 800,
        }),
      },
    );
    Tags.of(made.stack).add('team', 'orders');
  });
  const template = synthesis.template(made!.stack);
  const machine = new Machine(template);

  test('passes all packs', () => expect(synthesis.fatal).toEqual([]));

  test('spreads the replicas over the zones where the fixed ones left off', () => {
    const { slots } = machine.parametersOf('MatchSlots');
    expect(slots).toHaveLength(12);
    expect(slots.slice(0, 4)).toMatchObject(
      ['a', 'b', 'c', 'a'].map((zone) => ({ availabilityZone: `eu-west-1${zone}` })),
    );
    expect(requestOf(template)).toMatchObject({ MultiAZ: false, 'AvailabilityZone.$': '$.availabilityZone' });
  });

  test('takes class and tags along', () => {
    expect(requestOf(template)).toMatchObject({
      DbInstanceClass: 'db.r8g.xlarge',
      Tags: [{ Key: 'team', Value: 'orders' }, { Key: 'cdk-nines:scaled-by' }],
    });
  });

  test('compares CPU and connections of as many replicas as an alarm takes', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: 'MAX([cpuutilization, databaseconnections])', ReturnData: true }),
        Match.objectLike({
          Expression: '100 * AVG([databaseconnections1, databaseconnections2, databaseconnections3]) / 500',
        }),
      ]),
    });
  });

  test('waits for all alarms of a replica', () => {
    const { slots } = machine.parametersOf('MatchSlots');
    expect(slots[0]).toMatchObject({ alarms: [`${LONGEST}-extra-1-Lag-360`, `${LONGEST}-extra-1-Connections-800`] });
  });

  test('stays within the policies that IAM takes, however long the names are', () => {
    const policies = Object.entries(resourcesOf(template, 'IAM::ManagedPolicy')).filter(([id]) =>
      id.startsWith('ScalingRole'),
    );
    const sizes = policies.map(([, { Properties }]) => JSON.stringify(Properties.PolicyDocument, deployed).length);
    expect(Math.max(...sizes)).toBeLessThan(6144);
  });

  test('is switched off', () => template.hasResourceProperties('AWS::Events::Rule', { State: 'DISABLED' }));
});

test('an overload is told after a day at the latest, which is how far an alarm looks back', () => {
  const times = { highFor: Duration.hours(12), coolDown: Duration.hours(13), maximumDuration: Duration.days(2) };
  const { stack } = scaled(new Region(testApp(), 'us-east-1'), times);
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmDescription: Match.stringLikeRegexp('shed reads'),
    EvaluationPeriods: 288,
    Metrics: Match.arrayWith([Match.objectLike({ MetricStat: Match.objectLike({ Period: 300 }) })]),
  });
});

describe('fails', () => {
  const region = new Region(testApp(), 'us-east-1');
  let number = 0;
  const database = (topology?: DatabaseTopology): RelationalDatabase => region.database(`Db${++number}`, { topology });
  const scale = (of: RelationalDatabase, props: Partial<ReplicaScalingProps> = {}) =>
    new ReplicaScaling(RegionalStack.of(of), `Scaling${++number}`, { database: of, maximumReplicas: 5, ...props });

  const withoutReplicas = DatabaseTopology.multiAzInstance({ readReplicas: 0 });

  test('on Aurora, with what to do instead', () => {
    const error = errorOf(() => scale(database(DatabaseTopology.aurora())));
    expect(error.codes).toEqual(['DatabaseScalesItself']);
    expect(error.message).toContain('Set maximumReaders of DatabaseTopology.aurora()');
  });

  test('on a writer without replicas, which has no reader to join', () => {
    expect(codesOf(() => scale(database(withoutReplicas)))).toEqual(['NoReaderEndpoint']);
  });

  test('in another region than the database', () => {
    const elsewhere = new Region(testApp(), 'eu-west-1').stack('Elsewhere');
    const of = database();
    const codes = codesOf(() => new ReplicaScaling(elsewhere, 'Scaling', { database: of, maximumReplicas: 5 }));
    expect(codes).toEqual(['DatabaseElsewhere']);
  });

  test('on a database that is scaled already', () => {
    const of = database();
    scale(of);
    expect(codesOf(() => scale(of))).toEqual(['DatabaseAlreadyScaled']);
  });

  const minutes = (amount: number) => Duration.minutes(amount);
  const bad: [string, Partial<ReplicaScalingProps>][] = [
    ['MaximumReplicasOutOfRange', { maximumReplicas: 2 }],
    ['MaximumReplicasOutOfRange', { maximumReplicas: 16 }],
    ['MaximumReplicasOutOfRange', { maximumReplicas: 3.5 }],
    ['StepOutOfRange', { step: 0 }],
    ['CpuPercentOutOfRange', { highCpuPercent: 120 }],
    ['ThresholdsContradict', { lowCpuPercent: 60 }],
    ['ThresholdsContradict', { lowCpuPercent: 40 }],
    ['ThresholdsContradict', { highConnections: 100, lowConnections: 100 }],
    ['ConnectionThresholdMissing', { highConnections: 100 }],
    ['CoolDownTooShort', { coolDown: minutes(9) }],
    ['MaximumDurationTooShort', { maximumDuration: minutes(60) }],
    ['HistoryTooLong', { step: 5, longestAdd: minutes(240) }],
    ['ScalingTimeOutOfRange', { highFor: Duration.seconds(30) }],
    ['ScalingTimeOutOfRange', { lowFor: Duration.seconds(90) }],
    ['ScalingTimeOutOfRange', { longestAdd: minutes(5) }],
    ['ScalingTimeOutOfRange', { drainFor: minutes(90) }],
    ['ScalingTimeOutOfRange', { checkEvery: Duration.days(2) }],
  ];
  const of = database();
  test.each(bad)('with %s on %p', (code, props) => expect(codesOf(() => scale(of, props))).toEqual([code]));
});
