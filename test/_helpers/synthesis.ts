import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type IPolicyValidationPlugin, type Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { type Finding, isFatal, readFindings } from '../../lib/gates/findings';
import { policyPacks } from '../../lib/gates/packs';

export interface SynthesisOptions {
  /** @default - the recommended feature flags */
  readonly flags?: Record<string, unknown>;
  /** @default - the five packs */
  readonly packs?: IPolicyValidationPlugin[];
  readonly context?: Record<string, unknown>;
}

/** An app that was synthesized once with all gates on. */
export class Synthesis {
  readonly app: App;
  readonly directory: string;
  readonly findings: Finding[];

  constructor(build: (app: App) => void, options: SynthesisOptions = {}) {
    this.directory = mkdtempSync(join(tmpdir(), 'nines-'));
    this.app = testApp({ outdir: this.directory, ...options });
    Validations.of(this.app).addPlugins(...(options.packs ?? policyPacks()));
    build(this.app);
    try {
      this.app.synth();
    } catch (error) {
      // A plugin that reports an error makes synth throw after the report is written; anything else is a failure.
      if (!String((error as Error).message).includes('validation-report.json')) throw error;
    }
    this.findings = readFindings(this.directory);
  }

  /** Findings that would stop a release; a construct's test expects none. */
  get fatal(): Finding[] {
    return this.findings.filter(isFatal);
  }

  /** Rule ids that were acknowledged, sorted and without repetition. */
  get acknowledged(): string[] {
    const rules = this.findings.filter((finding) => finding.acknowledgedBecause !== undefined).map((finding) => finding.rule);
    return [...new Set(rules)].sort();
  }

  template(stack: Stack): Template {
    return Template.fromStack(stack);
  }
}

/** An app with the recommended feature flags, without bundling, and with schema errors as errors. */
export function testApp(options: SynthesisOptions & { readonly outdir?: string } = {}): App {
  return new App({
    outdir: options.outdir,
    analyticsReporting: false,
    postCliContext: {
      ...(options.flags ?? recommendedFlags),
      '@aws-cdk/core:validateAgainstDefaultRules': true,
      'aws:cdk:bundling-stacks': [],
      ...options.context,
    },
  });
}
