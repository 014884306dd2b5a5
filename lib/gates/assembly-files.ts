/** The part of a cloud assembly's `manifest.json` that the gates read. */
export interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
  readonly missing?: readonly { readonly key: string }[];
}

export interface Artifact {
  readonly type: string;
  /** `aws://account/region`. */
  readonly environment?: string;
  /** Construct path. */
  readonly displayName?: string;
  readonly dependencies?: readonly string[];
  readonly metadata?: Metadata;
  readonly additionalMetadataFile?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly directoryName?: string;
    readonly file?: string;
  };
}

/** What constructs noted about themselves, by construct path. */
export type Metadata = Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;

/** What is uploaded together with a stack. */
export interface AssetManifest {
  readonly files?: Readonly<
    Record<string, { readonly displayName?: string; readonly source?: { readonly path?: string } }>
  >;
}

export interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type: string }>>;
  readonly Outputs?: object;
  readonly Parameters?: object;
}
