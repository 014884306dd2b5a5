import * as synthetics from 'aws-cdk-lib/aws-synthetics';
import { HandlerCode } from '../../compute';

/** What a canary runs: the same script for all, told by its environment what to do. */
export function canaryScript(): synthetics.Test {
  const folder = HandlerCode._folder('canary', 'index.mjs');
  return synthetics.Test.custom({ code: synthetics.Code.fromAsset(folder), handler: 'index.handler' });
}
