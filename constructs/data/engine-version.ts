import * as rds from 'aws-cdk-lib/aws-rds';
import type { Check } from '../core/errors';

/** The first major in which replicas can have replicas and backups of their own. */
const OLDEST_MAJOR = 14;

/** Majors that the installed CDK knows parameter-group families and features of. */
const KNOWN_MAJORS = Object.keys(rds.PostgresEngineVersion)
  .map((name) => Number(/^VER_(\d+)$/.exec(name)?.[1]))
  .filter((major) => major >= OLDEST_MAJOR);

/** A version of PostgreSQL: a major (`18`), whose default minor RDS chooses, or an exact one (`18.3`). */
export class EngineVersion {
  constructor(public readonly text: string) {}

  /** Engine of an RDS instance. */
  public get instance(): rds.IInstanceEngine {
    return rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.of(this.text, this.major) });
  }

  /** Engine of an Aurora cluster. */
  public get cluster(): rds.IClusterEngine {
    const version = rds.AuroraPostgresEngineVersion.of(this.text, this.major);
    return rds.DatabaseClusterEngine.auroraPostgres({ version });
  }

  /** Whether the minor is stated. */
  public get isExact(): boolean {
    return this.text.includes('.');
  }

  public checks(): Check[] {
    return [
      {
        code: 'UnknownEngineVersion',
        property: 'engineVersion',
        when: !/^\d+(\.\d+)?$/.test(this.text) || !KNOWN_MAJORS.includes(Number(this.major)),
        value: this.text,
        allowed: `PostgreSQL ${KNOWN_MAJORS.join(', ')}, with or without a minor: '18' or '18.3'`,
        action: 'State a major that the installed aws-cdk-lib knows',
      },
    ];
  }

  private get major(): string {
    return this.text.split('.')[0];
  }
}
