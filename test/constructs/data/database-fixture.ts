import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { RegionalStack } from '../../../constructs/core';
import { ConfigurationError } from '../../../constructs/core/errors';
import { RelationalDatabase, type RelationalDatabaseProps } from '../../../constructs/data';
import { TieredVpc } from '../../../constructs/network';
import { LogVault, PlatformKey } from '../../../constructs/security';

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: string[];
  readonly DeletionPolicy?: string;
}

/** What every database of a region needs. */
type Ground = Pick<RelationalDatabaseProps, 'network' | 'key' | 'logVault' | 'notifications'>;

/** A region: what changes rarely in one stack, and a stack for each database. */
export class Region {
  readonly ground: Ground;

  constructor(
    private readonly app: App,
    readonly name: string,
    cidr = '10.0.0.0/16',
  ) {
    const foundation = this.stack(`Foundation-${name}`);
    const { key } = new PlatformKey(foundation, 'Key');
    const logVault = new LogVault(foundation, 'Logs', { key });
    const network = new TieredVpc(foundation, 'Network', { cidr, logVault });
    const notifications = new sns.Topic(foundation, 'Alarms', { masterKey: key, enforceSSL: true });
    this.ground = { network, key, logVault, notifications };
  }

  stack(id: string): RegionalStack {
    const zones = ['a', 'b', 'c'].map((letter) => `${this.name}${letter}`);
    return new RegionalStack(this.app, id, { region: this.name, zones });
  }

  /** A database in a stack of its own. */
  database(name: string, props: Partial<RelationalDatabaseProps> = {}): RelationalDatabase {
    const stack = this.stack(`${name}-${this.name}`);
    return new RelationalDatabase(stack, 'Database', { ...this.ground, ...props });
  }
}

export function templateOf(made: RelationalDatabase): Template {
  return Template.fromStack(RegionalStack.of(made));
}

export function resourcesOf(template: Template, type = ''): Record<string, Resource> {
  const { Resources } = template.toJSON() as { Resources: Record<string, Resource> };
  return Object.fromEntries(Object.entries(Resources).filter(([, { Type }]) => Type.endsWith(type)));
}

/** The codes of the problems that a function fails with. */
export function codesOf(fail: () => unknown): string[] {
  try {
    fail();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.codes;
    throw error;
  }
  return [];
}
