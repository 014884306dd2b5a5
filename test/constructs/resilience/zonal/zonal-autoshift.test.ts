import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LoadBalancer } from '../../../../constructs/compute';
import { FirewallScope, WebFirewall } from '../../../../constructs/edge';
import { PracticeWindow, WeekDay, ZonalAutoshift, type ZonalAutoshiftProps } from '../../../../constructs/resilience';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { regionalStack, surroundings } from '../../../_helpers/stacks';
import { Synthesis, testApp } from '../../../_helpers/synthesis';

const ALB = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188';

const alarmIn = (stack: Stack, id = 'Slow', region = 'us-east-1') =>
  cloudwatch.Alarm.fromAlarmArn(stack, id, `arn:aws:cloudwatch:${region}:123456789012:alarm:${id}`);
const imported = (stack: Stack) =>
  elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Alb', {
    loadBalancerArn: ALB,
    securityGroupId: 'sg-1',
  });

function autoshift(options: Partial<ZonalAutoshiftProps> = {}): Stack {
  const stack = regionalStack(testApp());
  new ZonalAutoshift(stack, 'Autoshift', { alb: imported(stack), outcomeAlarm: alarmIn(stack), ...options });
  return stack;
}

describe('in front of a load balancer of the library', () => {
  let stack: Stack;
  let synthesis: Synthesis;
  beforeAll(() => {
    synthesis = new Synthesis((app) => {
      const { stack: own, network, logVault } = surroundings(app);
      stack = own;
      const certificates = [
        acm.Certificate.fromCertificateArn(stack, 'Cert', 'arn:aws:acm:us-east-1:123456789012:certificate/1'),
      ];
      const firewall = new WebFirewall(stack, 'Firewall', { scope: FirewallScope.REGIONAL, logVault });
      const { alb } = new LoadBalancer(stack, 'LoadBalancer', { network, certificates, firewall, logVault });
      new ZonalAutoshift(stack, 'Minimal', { alb: imported(stack), outcomeAlarm: alarmIn(stack) });
      new ZonalAutoshift(stack, 'Maximal', {
        alb,
        outcomeAlarm: alarmIn(stack, 'Errors'),
        blockingAlarm: alarmIn(stack, 'Deployment'),
        blockedWindows: [PracticeWindow.weekly(WeekDay.FRIDAY, '16:00', '23:59')],
        blockedDates: ['2026-11-27'],
      });
    });
  });

  test('has no finding', () => {
    expect(synthesis.fatal).toEqual([]);
  });

  test('shifts away and practises, watched by alarms', () => {
    synthesis.template(stack).hasResourceProperties('AWS::ARCZonalShift::ZonalAutoshiftConfiguration', {
      ResourceIdentifier: { Ref: Match.stringLikeRegexp('^LoadBalancer') },
      ZonalAutoshiftStatus: 'ENABLED',
      PracticeRunConfiguration: {
        OutcomeAlarms: [
          { Type: 'CLOUDWATCH', AlarmIdentifier: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:Errors' },
        ],
        BlockingAlarms: [{ Type: 'CLOUDWATCH', AlarmIdentifier: Match.stringLikeRegexp('Deployment$') }],
        BlockedWindows: ['Fri:16:00-Fri:23:59'],
        BlockedDates: ['2026-11-27'],
      },
    });
  });
});

test('only practises when asked to', () => {
  Template.fromStack(autoshift({ enabled: false })).hasResourceProperties(
    'AWS::ARCZonalShift::ZonalAutoshiftConfiguration',
    {
      ZonalAutoshiftStatus: Match.absent(),
      PracticeRunConfiguration: { BlockingAlarms: Match.absent(), OutcomeAlarms: [Match.anyValue()] },
    },
  );
});

describe('fails', () => {
  test('on an alarm of another region', () => {
    const alarm = alarmIn(regionalStack(testApp()), 'Far', 'eu-west-1');
    expect(errorOf(() => autoshift({ blockingAlarm: alarm })).message).toBe(
      'Test/Autoshift: [AlarmInOtherRegion] outcomeAlarm, blockingAlarm is ["eu-west-1"]; allowed: alarms of the region of ' +
        'the load balancer. Use alarms of this region.',
    );
  });

  test('on a load balancer that refuses zonal shift', () => {
    const { stack, network } = surroundings(testApp());
    const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc: network.vpc, vpcSubnets: network.app });
    const outcomeAlarm = alarmIn(stack);
    expect(codesOf(() => new ZonalAutoshift(stack, 'Autoshift', { alb, outcomeAlarm }))).toEqual([
      'ZonalShiftDisabled',
    ]);
  });

  test('on dates that are none, and on too many', () => {
    expect(codesOf(() => autoshift({ blockedDates: ['27.11.2026', '2026-13-01'] }))).toEqual(['BlockedDateInvalid']);
    const days = Array.from({ length: 16 }, (_, index) => `2026-12-${10 + index}`);
    expect(codesOf(() => autoshift({ blockedDates: days }))).toEqual(['TooManyBlockedTimes']);
  });

  test.each([
    ['23:00', '01:00'],
    ['9:00', '10:00'],
    ['10:00', '24:00'],
    ['10:00', '10:00'],
  ])('on a window from %s to %s', (from, to) => {
    expect(codesOf(() => PracticeWindow.weekly(WeekDay.MONDAY, from, to))).toEqual(['PracticeWindowInvalid']);
  });
});
