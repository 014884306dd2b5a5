import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../gates/synthesis-outcome';

/** The context that `cdk synth` gives an app: that of cdk.json, its settings, and over them what the command line says. */
export function readContext(directory: string, overrides: readonly string[]): Record<string, unknown> {
  const project = readProject(join(directory, 'cdk.json'));
  return { ...project.context, ...contextOf(project), ...Object.fromEntries(overrides.map(parseOverride)) };
}

interface Project {
  readonly context?: Record<string, unknown>;
  readonly pathMetadata?: boolean;
  readonly assetMetadata?: boolean;
  readonly versionReporting?: boolean;
}

// Settings that change templates: without them the same app would give other templates than with `cdk synth`.
function contextOf({ pathMetadata, assetMetadata, versionReporting }: Project): Record<string, unknown> {
  return {
    ...(pathMetadata !== false && { 'aws:cdk:enable-path-metadata': true }),
    ...(assetMetadata !== false && { 'aws:cdk:enable-asset-metadata': true }),
    [`aws:cdk:${versionReporting === false ? 'disable-' : ''}version-reporting`]: true,
  };
}

function readProject(file: string): Project {
  if (!existsSync(file)) return {};
  const project = parseJson(file);
  if (isObject(project) && isObject(project.context ?? {})) return project;
  throw new InputError(`${file}: expected an object with an object \`context\``);
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(`${file}: ${(error as Error).message}`);
  }
}

// Values stay text, as with `cdk synth -c`: both commands must build the same app.
function parseOverride(override: string): [string, string] {
  const separator = override.indexOf('=');
  if (separator < 1) throw new InputError(`-c ${override}: expected key=value`);
  return [override.slice(0, separator), override.slice(separator + 1)];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
