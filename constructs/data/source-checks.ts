import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Check } from '../core/errors';
import type { DatabaseSource } from './database-source';
import type { DatabaseSettings } from './topology-plan';

/** What can be wrong with a copy that follows a database of another region. */
export function sourceChecks(scope: Construct, settings: DatabaseSettings, source: DatabaseSource): Check[] {
  return [...regionChecks(Stack.of(scope).region, source.region), arnCheck(source), lossCheck(settings)];
}

function regionChecks(here: string, there: string): Check[] {
  return [
    {
      code: 'RegionUnknown',
      property: 'source',
      when: Token.isUnresolved(here) || Token.isUnresolved(there),
      value: 'unknown at synthesis',
      allowed: 'stacks with a literal region on both sides',
      action: 'Put both databases into a RegionalStack',
    },
    {
      code: 'SameRegionReplica',
      property: 'source',
      when: here === there && !Token.isUnresolved(here),
      value: there,
      allowed: `a source outside ${here}`,
      action: 'Raise readReplicas of the source instead',
    },
  ];
}

function arnCheck({ region, _target: { instanceArn: arn } }: DatabaseSource): Check {
  const isLiteral = arn !== undefined && !Token.isUnresolved(arn) && !Token.isUnresolved(region);
  const [, , service, place, , type, name] = arn?.split(':') ?? [];
  return {
    code: 'InvalidSourceArn',
    property: 'source',
    when: isLiteral && !(service === 'rds' && place === region && type === 'db' && Boolean(name)),
    value: arn,
    allowed: `arn:aws:rds:${region}:<account>:db:<identifier>`,
    action: 'State the ARN of an instance and the region that it is in',
  };
}

function lossCheck({ recovery }: DatabaseSettings): Check {
  return {
    code: 'ZeroLossNotPossible',
    property: 'recovery',
    when: recovery?.isZeroLoss === true,
    value: 'RPO 0',
    allowed: 'an RPO above 0: replication between regions is asynchronous',
    action: 'Accept the loss of what is in flight, or keep this data where commits wait for two regions',
  };
}
