import type { App, IPolicyValidationPlugin } from 'aws-cdk-lib';

/** What the builder of an app is given. */
export interface BuildOptions {
  /** Directory of the assembly; the builder hands it to its `App` as `outdir`. */
  readonly outdir: string;
  /** Context of the app, feature flags included; the builder hands it to its `App`. */
  readonly context: Record<string, unknown>;
  /** Gates; the builder registers them with `Validations.of(app).addPlugins(...)`. */
  readonly plugins: IPolicyValidationPlugin[];
  /** Announces what is built next, for example the name of a stack. */
  readonly progress: (stage: string) => void;
}

/** What the module of an app exports, so that the command line can synthesize it. */
export interface AppModule {
  /** Builds the app; does not synthesize it. */
  readonly build: (options: BuildOptions) => App;
}
