import { Duration } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { EvaluatedTarget, RecordSetTarget } from './alias-target';
import type { PlannedRecord } from './record-plan';
import type { Leaf } from './routing-step';

/** What all records of one member share. */
export interface RecordContext {
  readonly zone: route53.IHostedZone;
  readonly ttl?: Duration;
  /** The health checks of the leaves that have one. */
  readonly checks: Map<Leaf, route53.IHealthCheck>;
}

/** A record of the template. */
export interface WrittenRecord {
  readonly planned: PlannedRecord;
  readonly record: route53.IRecordSet;
  /** Whether nothing ever tells Route 53 that the target is lost. */
  readonly blind: boolean;
}

/** Makes the records of one type, each after the ones that it leads to. */
export function writeRecords(
  scope: Construct,
  type: route53.RecordType,
  plan: PlannedRecord[],
  context: RecordContext,
): WrittenRecord[] {
  const written: WrittenRecord[] = [];
  for (const planned of plan) {
    const next = planned.leaf
      ? writeLeaf(scope, type, planned, planned.leaf, context)
      : { planned, record: writeLink(scope, type, planned, context), blind: false };
    const below = written.filter((other) => other.planned.set === planned.below);
    next.record.node.addDependency(...below.map((other) => other.record));
    written.push(next);
  }
  return written;
}

function writeLink(scope: Construct, type: route53.RecordType, planned: PlannedRecord, { zone }: RecordContext) {
  const target = route53.RecordTarget.fromAlias(new RecordSetTarget(planned.below!));
  return new route53.RecordSet(scope, recordId(type, planned), { ...identity(type, planned), zone, target });
}

function writeLeaf(
  scope: Construct,
  type: route53.RecordType,
  planned: PlannedRecord,
  leaf: Leaf,
  { zone, ttl = Duration.seconds(60), checks }: RecordContext,
): WrittenRecord {
  const healthCheck = checks.get(leaf);
  const { values = [], aliasTarget } = leaf.target;
  const alias = aliasTarget && new EvaluatedTarget(aliasTarget, leaf.evaluateTargetHealth);
  const target = alias ? route53.RecordTarget.fromAlias(alias) : route53.RecordTarget.fromValues(...values);
  const props = { ...identity(type, planned), zone, target, ttl: alias ? undefined : ttl, healthCheck };
  const record = new route53.RecordSet(scope, recordId(type, planned), props);
  if (alias && !alias.evaluated) {
    (record.node.defaultChild as route53.CfnRecordSet).addPropertyOverride('AliasTarget.EvaluateTargetHealth', false);
  }
  return { planned, record, blind: !healthCheck && !alias?.evaluated };
}

function recordId(type: route53.RecordType, { path }: PlannedRecord): string {
  return [type, ...path].join('-');
}

function identity(recordType: route53.RecordType, { set, label, selector }: PlannedRecord) {
  return { recordType, recordName: `${set}.`, setIdentifier: label, ...selector };
}
