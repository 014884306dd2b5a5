import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Artifact, AssetManifest, Manifest, Metadata, Template } from './assembly-files';
import type { LimitName } from './limits';

/** One template of a cloud assembly. */
export interface AssemblyStack {
  /** Name in CloudFormation; of a nested stack the name of its parent, a slash and its construct path in there. */
  readonly name: string;
  /** Construct path. */
  readonly path: string;
  /** Region name, or `unknown-region` for a stack that takes the region of the credentials. */
  readonly region: string;
  /** File, relative to the assembly directory. */
  readonly template: string;
  readonly counts: Readonly<Record<LimitName, number>>;
  /** How many resources of each type it has. */
  readonly types: Readonly<Record<string, number>>;
}

/** One note of a construct about itself. */
export interface ConstructMetadata {
  /** Construct path. */
  readonly path: string;
  readonly type: string;
  readonly data?: unknown;
}

/** What a finished cloud assembly holds. */
export interface Assembly {
  /** All stacks, those of nested assemblies and nested stacks included. */
  readonly stacks: AssemblyStack[];
  /** Keys of look-ups that were not answered; templates hold dummy values in their place. */
  readonly missingLookups: string[];
  readonly metadata: ConstructMetadata[];
}

/**
 * Reads a cloud assembly along its manifests. Files that no manifest names, such as templates of an earlier run, do not
 * count.
 */
export function readAssembly(directory: string): Assembly {
  const parts = manifestsBelow(directory, '');
  const artifacts = parts.flatMap(({ place, manifest }) =>
    Object.keys(manifest.artifacts ?? {}).map((id) => new PlacedArtifact(directory, place, manifest, id)),
  );
  return {
    stacks: artifacts.flatMap((artifact) => artifact.stacks()),
    missingLookups: [...new Set(parts.flatMap(({ manifest }) => (manifest.missing ?? []).map(({ key }) => key)))],
    metadata: artifacts.flatMap((artifact) => artifact.metadata()),
  };
}

interface Part {
  /** Directory of the manifest, relative to that of the assembly. */
  readonly place: string;
  readonly manifest: Manifest;
}

// A stage has an assembly of its own, inside that of its parent.
function manifestsBelow(root: string, place: string): Part[] {
  const manifest = readJson<Manifest>(join(root, place, 'manifest.json'));
  const nested = Object.entries(manifest.artifacts ?? {}).filter(([, { type }]) => type === 'cdk:cloud-assembly');
  const below = nested.flatMap(([id, { properties }]) =>
    manifestsBelow(root, join(place, properties?.directoryName ?? id)),
  );
  return [{ place, manifest }, ...below];
}

/** An artifact, where it lies and what lies beside it. */
class PlacedArtifact {
  private readonly artifact: Artifact;

  constructor(
    private readonly root: string,
    private readonly place: string,
    private readonly manifest: Manifest,
    private readonly id: string,
  ) {
    this.artifact = manifest.artifacts?.[id] ?? { type: 'none' };
  }

  public stacks(): AssemblyStack[] {
    const { type, environment, displayName: path = this.id, properties } = this.artifact;
    if (type !== 'aws:cloudformation:stack') return [];
    const { stackName: name = this.id, templateFile = `${this.id}.template.json` } = properties ?? {};
    const region = environment?.split('/')[3] ?? 'unknown-region';
    const stack = (file: string, suffix: string): AssemblyStack => {
      const template = join(this.place, file);
      return {
        name: name + suffix,
        path: path + suffix,
        region,
        template,
        ...contentOf(join(this.root, template)),
      };
    };
    return [stack(templateFile, ''), ...this.nestedTemplates().map(({ file, within }) => stack(file, `/${within}`))];
  }

  // Long metadata stands in a file beside the manifest.
  public metadata(): ConstructMetadata[] {
    const { metadata, additionalMetadataFile: file } = this.artifact;
    const aside = file === undefined ? {} : this.read<Metadata>(file);
    return Object.entries({ ...metadata, ...aside }).flatMap(([path, entries]) =>
      entries.map(({ type, data }) => ({ path: path.replace(/^\//, ''), type, data })),
    );
  }

  // A nested stack is no artifact: its template is an asset of the stack that it is in.
  private nestedTemplates(): { file: string; within: string }[] {
    const dependencies = (this.artifact.dependencies ?? []).map((id) => this.manifest.artifacts?.[id]);
    const manifests = dependencies.filter((artifact) => artifact?.type === 'cdk:asset-manifest');
    const files = manifests.flatMap((artifact) =>
      Object.values(this.read<AssetManifest>(artifact?.properties?.file ?? '').files ?? {}),
    );
    return files.flatMap(({ source, displayName = source?.path }) => {
      if (!source?.path?.endsWith('.nested.template.json')) return [];
      return [{ file: source.path, within: displayName?.replace(/ Nested Stack Template$/, '') ?? source.path }];
    });
  }

  private read<T>(file: string): T {
    return readJson(join(this.root, this.place, file));
  }
}

function contentOf(file: string): Pick<AssemblyStack, 'counts' | 'types'> {
  const text = readFileSync(file, 'utf8');
  const { Resources = {}, Outputs = {}, Parameters = {} } = JSON.parse(text) as Template;
  const counts = {
    resources: Object.keys(Resources).length,
    templateBytes: Buffer.byteLength(text),
    outputs: Object.keys(Outputs).length,
    parameters: Object.keys(Parameters).length,
  };
  const types: Record<string, number> = {};
  for (const { Type } of Object.values(Resources)) types[Type] = (types[Type] ?? 0) + 1;
  return { counts, types };
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
