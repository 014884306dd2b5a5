import { createRequire } from 'node:module';
import type { Construct } from 'constructs';
import { validate } from '../../core/errors';
import type * as services from './golden-services';

/** An optional peer, and what it is needed in. */
const PEER = 'cdk-monitoring-constructs';
const VERSION = '^10.2.0';

/** Who draws the widgets of services. Loaded late, so that everything else works without the peer. */
export function serviceWidgets(scope: Construct, region?: string): services.ServiceWidgets {
  const { ServiceWidgets } = load(scope);
  return new ServiceWidgets(scope, region);
}

function load(scope: Construct): typeof services {
  try {
    return createRequire(__filename)('./golden-services') as typeof services;
  } catch (error) {
    if (!isMissingPeer(error)) throw error;
    validate(scope, [
      {
        code: 'MonitoringConstructsMissing',
        property: 'sources',
        when: true,
        value: `${PEER} is not installed`,
        allowed: `the package ${PEER} ${VERSION}, which draws the widgets of services`,
        action: `Install it: npm install --save-dev ${PEER}@${VERSION}`,
      },
    ]);
    throw error;
  }
}

function isMissingPeer(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' && message.includes(`'${PEER}'`);
}
