import { Token } from 'aws-cdk-lib';

/** A host name as Route 53 takes it: labels of 1 to 63 characters, a wildcard only as the first. */
const NAME = /^(\*|[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+$/;

/** A name without its final dot and in lower case, so that equal names are equal strings. */
export function canonicalName(name: string): string {
  if (Token.isUnresolved(name)) return name;
  return name.replace(/\.$/, '').toLowerCase();
}

/** Whether a name can stand in a hosted zone; a name known only at deployment passes. */
export function isRecordName(name: string): boolean {
  return Token.isUnresolved(name) || (name.length <= 253 && NAME.test(name));
}

/** Whether a zone is responsible for a name; what is known only at deployment passes. */
export function isInZone(name: string, zoneName: string): boolean {
  if (Token.isUnresolved(name) || Token.isUnresolved(zoneName)) return true;
  const zone = canonicalName(zoneName);
  const record = canonicalName(name);
  return record === zone || record.endsWith(`.${zone}`);
}
