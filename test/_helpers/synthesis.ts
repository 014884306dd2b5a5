import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type IPolicyValidationPlugin, type Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import type { BuildOptions } from '../../lib/gates/app-module';
import { type Finding, isFatal, readFindings } from '../../lib/gates/findings';
import { policyPacks } from '../../lib/gates/packs';

export interface SynthesisOptions {
  /** @default - the recommended feature flags */
  readonly flags?: Record<string, unknown>;
  /** @default - the five packs */
  readonly packs?: IPolicyValidationPlugin[];
  readonly context?: Record<string, unknown>;
}

// Findings are read from the report; without the last one, the framework would print them too and throw.
const GATE_FLAGS = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  '@aws-cdk/core:failSynthOnValidationErrors': false,
  'aws:cdk:bundling-stacks': [],
};

/** An app that was synthesized once with all gates on. */
export class Synthesis {
  /** The app of a module that exports `build`. */
  static of(build: (options: BuildOptions) => App, context: Record<string, unknown>): Synthesis {
    const outdir = temporaryDirectory();
    const progress = () => undefined;
    return new Synthesis(build({ outdir, context: { ...context, ...GATE_FLAGS }, plugins: policyPacks(), progress }));
  }

  readonly app: App;
  readonly directory: string;
  readonly findings: Finding[];

  constructor(source: App | ((app: App) => void), options: SynthesisOptions = {}) {
    this.app = source instanceof App ? source : buildApp(source, options);
    this.app.synth();
    this.directory = this.app.outdir;
    this.findings = readFindings(this.directory);
  }

  /** Findings that would stop a release; a construct's test expects none. */
  get fatal(): Finding[] {
    return this.findings.filter(isFatal);
  }

  /** Rule ids that were acknowledged, sorted and without repetition. */
  get acknowledged(): string[] {
    const rules = this.findings
      .filter((finding) => finding.acknowledgedBecause !== undefined)
      .map((finding) => finding.rule);
    return [...new Set(rules)].sort();
  }

  template(stack: Stack): Template {
    return Template.fromStack(stack);
  }
}

/** An app with the recommended feature flags, without bundling, and with schema errors as errors. */
export function testApp(options: SynthesisOptions = {}): App {
  return new App({
    outdir: temporaryDirectory(),
    analyticsReporting: false,
    postCliContext: {
      ...(options.flags ?? recommendedFlags),
      '@aws-cdk/core:validateAgainstDefaultRules': true,
      'aws:cdk:bundling-stacks': [],
      ...options.context,
    },
  });
}

function buildApp(build: (app: App) => void, options: SynthesisOptions): App {
  const app = testApp({ ...options, context: { ...options.context, ...GATE_FLAGS } });
  Validations.of(app).addPlugins(...(options.packs ?? policyPacks()));
  build(app);
  return app;
}

const directories: string[] = [];
afterAll(() => directories.forEach((directory) => rmSync(directory, { recursive: true, force: true })));

/** A directory that is gone when the tests of the file are done. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'nines-'));
  directories.push(directory);
  return directory;
}
