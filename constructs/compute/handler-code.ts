import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { validate } from '../core/errors';

/** Where the bundled handlers are: beside the compiled package, or below the sources of it. */
const PLACES = [join(__dirname, '..', '..', 'handlers'), join(__dirname, '..', '..', 'dist', 'handlers')];

/** The code of a function. */
export class HandlerCode {
  /** A handler that comes with this library, bundled with all that it needs. */
  public static bundled(name: string): HandlerCode {
    return HandlerCode.asset(HandlerCode._folder(name));
  }

  /** A folder or zip file of yours. */
  public static asset(path: string): HandlerCode {
    validate('HandlerCode.asset', [
      {
        code: 'CodeNotFound',
        property: 'path',
        when: !existsSync(path),
        value: path,
        allowed: 'a folder or zip file that exists at synthesis',
        action: 'Build the code first, and state an absolute path',
      },
    ]);
    return new HandlerCode(() => lambda.Code.fromAsset(path));
  }

  /** Any code of the CDK: in a bucket, built on the way, inline. */
  public static custom(code: lambda.Code): HandlerCode {
    return new HandlerCode(() => code);
  }

  /**
   * The folder of what is bundled under a name. The one place that knows where these are.
   * @internal
   */
  public static _folder(name: string, entry = 'index.js'): string {
    const names = bundledWith(entry);
    validate('HandlerCode.bundled', [
      {
        code: 'HandlerNotFound',
        property: 'name',
        when: !names.includes(name),
        value: name,
        allowed: names.length > 0 ? names.join(', ') : 'none: the handlers have not been built',
        action: 'Name a handler of the library, or build it first',
      },
    ]);
    return join(placeOf(name, entry)!, name);
  }

  /** Made for each function: code of the CDK belongs to one stack. */
  private constructor(/** @internal */ public readonly _code: () => lambda.Code) {}
}

/** Edge functions and canaries are bundled beside the handlers, with entries of other names. */
function bundledWith(entry: string): string[] {
  const folders = PLACES.filter((place) => existsSync(place)).flatMap((place) => readdirSync(place));
  return [...new Set(folders)].filter((name) => placeOf(name, entry) !== undefined).sort();
}

function placeOf(name: string, entry: string): string | undefined {
  return PLACES.find((place) => existsSync(join(place, name, entry)));
}
