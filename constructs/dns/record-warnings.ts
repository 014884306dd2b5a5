import { type Duration, Validations } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { WrittenRecord } from './record-writer';

/** Says what is legal about the records of one member, but weaker than it looks. */
export function warnOfWeakRecords(scope: Construct, records: WrittenRecord[], ttl?: Duration): void {
  warnOfMissingHealth(scope, records);
  warnOfLonelyDefault(scope, records);
  warnOfSlowAnswers(scope, ttl);
}

function warnOfMissingHealth(scope: Construct, records: WrittenRecord[]): void {
  const blind = records.filter((written) => written.blind && !isLastResort(written));
  if (blind.length === 0) return;
  const names = [...new Set(blind.map(({ planned }) => `'${planned.label}' of ${planned.set}`))].join(', ');
  const message = `No health check, and a target that is not asked for its health: ${names}`;
  Validations.of(scope).addWarning(
    'cdk-nines::RecordWithoutHealth',
    `${message}. What counts as healthy forever keeps its share of the answers after its target is lost.`,
  );
}

/** The secondary of a pair at the top of the tree has nothing behind it, so its health changes no answer. */
function isLastResort({ planned }: WrittenRecord): boolean {
  return planned.selector.failover === route53.Failover.SECONDARY && planned.path.length === 1;
}

function warnOfLonelyDefault(scope: Construct, records: WrittenRecord[]): void {
  const lonely = records.find(
    ({ planned }) => planned.kind === 'geolocation' && planned.label === 'default' && planned.leaf,
  );
  if (!lonely) return;
  const message = `The default location of ${lonely.planned.set} is one target, and no other answers when it is lost`;
  Validations.of(scope).addWarning(
    'cdk-nines::DefaultInOneRegion',
    `${message}. Compose geolocation with latency, so that every region serves behind the default.`,
  );
}

function warnOfSlowAnswers(scope: Construct, ttl?: Duration): void {
  if (!ttl || ttl.toSeconds() <= 60) return;
  const message = `Resolvers keep a lost target for ${ttl.toSeconds()} s after Route 53 has noticed`;
  Validations.of(scope).addWarning('cdk-nines::SlowFailover', `${message}. 60 s or less is advised.`);
}
