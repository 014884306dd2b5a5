import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CERTIFICATE } from './loopback-certificate';

/** The folder that is uploaded, as the bundler made it. */
const BUILT = join(__dirname, '..', '..', '..', '..', 'dist', 'handlers', 'canary');

/** Stands in for the library of the runtime: notes what it is asked for, and loads pages without showing them. */
const LIBRARY = `
import { appendFileSync } from 'node:fs';
const note = (call) => appendFileSync(process.env.CALLS, JSON.stringify(call) + '\\n');
let page;
const makePage = () => {
  let content = '';
  return {
    goto: async (url, { timeout, waitUntil }) => {
      note({ goto: url, timeout, waitUntil });
      const response = await fetch(url);
      content = await response.text();
      return { status: () => response.status };
    },
    content: async () => content,
    waitForSelector: async (selector) => {
      if (!content.includes('id="' + selector.slice(1) + '"')) throw new Error('no ' + selector);
    },
  };
};
export const synthetics = {
  launch: async () => (note({ launch: true }), {}),
  newPage: async () => (page = makePage()),
  close: async () => note({ close: true }),
  executeStep: async (name, step, options, given) => {
    const noted = { step: name, screenshots: options.screenshotOnStepFailure, page: given !== undefined };
    try {
      const result = await step();
      note({ ...noted, passed: true });
      return result;
    } catch (error) {
      note({ ...noted, passed: false });
      if (process.env.SWALLOW !== 'true') throw error;
    }
  },
};
`;

/** Loads the handler by its name, as Lambda does, and tells how the run ended. */
const RUNNER = `
const { handler } = await import('./index.mjs');
await handler({}, {}).catch((error) => {
  process.stdout.write(error.message);
  process.exitCode = 1;
});
`;

export interface Run {
  readonly passed: boolean;
  /** Why the run failed. */
  readonly reason: string;
  /** What the script asked of the library. */
  readonly calls: Record<string, unknown>[];
}

/** A copy of the built script in surroundings like those of its runtime. */
export class CanaryRuntime {
  public readonly folder = mkdtempSync(join(tmpdir(), 'nines-canary-'));

  constructor() {
    const library = join(this.folder, 'node_modules', '@aws', 'synthetics-playwright');
    cpSync(BUILT, this.folder, { recursive: true });
    mkdirSync(library, { recursive: true });
    writeFileSync(join(library, 'package.json'), JSON.stringify({ type: 'module', exports: './index.js' }));
    writeFileSync(join(library, 'index.js'), LIBRARY);
    writeFileSync(join(this.folder, 'runner.mjs'), RUNNER);
    writeFileSync(join(this.folder, 'certificate.pem'), CERTIFICATE);
  }

  /** One run with these steps. */
  public async run(steps: unknown, environment: Record<string, string> = {}): Promise<Run> {
    const calls = join(this.folder, 'calls');
    writeFileSync(calls, '');
    const env = { CALLS: calls, STEPS: typeof steps === 'string' ? steps : JSON.stringify(steps), ...environment };
    const child = spawn(process.execPath, ['runner.mjs'], { cwd: this.folder, env });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    const code = await new Promise((resolve) => child.on('close', resolve));
    const lines = readFileSync(calls, 'utf8').split('\n').filter(Boolean);
    const noted = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    return { passed: code === 0, reason: Buffer.concat(output).toString(), calls: noted };
  }

  /** Trusts the certificate of the loopback server. */
  public get trusting(): Record<string, string> {
    return { NODE_EXTRA_CA_CERTS: join(this.folder, 'certificate.pem') };
  }
}
