import type { App } from 'aws-cdk-lib';
import { Platform, platformPropsFrom } from '../../lib/platform';
import { buildBare } from './bare';
import { floor } from './floor';
import type { Build } from './synthesis';
import { type Template, templatesOf } from './templates';

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-1', 'us-west-2', 'eu-central-1'];

/** What is measured. */
export type CaseName = 'platform1' | 'platform3' | 'platform5' | 'bare' | 'floor';

export interface Case {
  readonly build: Build;
  readonly templates: Template[];
}

/** The reference platform in so many regions. */
export function platform(regions: number): Build {
  return (app: App) => {
    const context = { ...app.node.getAllContext(), regions: REGIONS.slice(0, regions).join(',') };
    new Platform(app, 'Platform', platformPropsFrom(context));
  };
}

/** All cases, with what they are synthesized to. */
export function cases(): Record<CaseName, Case> {
  const platform1 = withTemplates(platform(1));
  return {
    platform1,
    bare: withTemplates(buildBare),
    floor: withTemplates(floor(platform1.templates)),
    platform3: withTemplates(platform(3)),
    platform5: withTemplates(platform(5)),
  };
}

function withTemplates(build: Build): Case {
  return { build, templates: templatesOf(build) };
}
