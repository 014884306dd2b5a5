import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** Bundled code, whether this runs from its sources or from a bundle in dist/. */
export function bundledCode(name: string): lambda.AssetCode {
  const places = ['../handlers', '../../../dist/handlers'].map((place) => join(__dirname, place, name));
  return lambda.Code.fromAsset(places.find((place) => existsSync(place))!);
}
