import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandLine, type Run } from './command-line';

describe('an app with an acknowledged finding', () => {
  const commandLine = new CommandLine();
  let run: Run;

  beforeAll(async () => {
    mkdirSync(join(commandLine.directory, 'cdk.out'));
    writeFileSync(join(commandLine.directory, 'cdk.out/Gone.template.json'), '{"Resources":{"Stale":{}}}');
    run = await commandLine.synth('acknowledged-finding');
  });

  test('exits with 0', () => {
    expect(run.code).toBe(0);
  });

  test('ends with the table on stdout and keeps the progress on stderr', () => {
    expect(run.stdout).toMatch(/^AwsSolutions +0 +1$/m);
    expect(run.stdout).toMatch(/^2 regions, 3 stacks +4 /m);
    expect(run.stdout).toContain("npx cdk deploy --app cdk.out '**'");
    expect(run.stdout).not.toMatch(/\d s$/m);
    expect(run.stderr.replace(/ +[\d.]+ s/g, '').split('\n')).toEqual([
      'construct',
      'construct eu-west-1',
      'construct us-east-1',
      'synthesize',
      'CloudFormation Validate',
      'AwsSolutions',
      'NIST.800.53.R5',
      'HIPAA.Security',
      'PCI.DSS.321',
      'Serverless',
      '',
    ]);
  });

  test('leaves the assembly alone in its directory: nothing of an earlier run, no draft', () => {
    expect(commandLine.files).toEqual(['cdk.out']);
    expect(run.stdout).not.toContain('Gone');
  });

  test('writes the same figures to summary.json', () => {
    const { schemaVersion, verdict, regions, packs, timings } = commandLine.summary();
    expect({ schemaVersion, verdict }).toEqual({ schemaVersion: 1, verdict: 'passed' });
    expect(regions.map(({ region, resources }) => ({ region, resources }))).toEqual([
      { region: 'eu-west-1', resources: 3 },
      { region: 'us-east-1', resources: 1 },
    ]);
    expect(packs[0]).toEqual({ name: 'AwsSolutions', open: 0, acknowledged: 1 });
    expect(timings.map((timing) => timing.stage)).toContain('HIPAA.Security');
  });
});

test('an unacknowledged finding exits with 1 and says where it is and how to acknowledge it', async () => {
  const commandLine = new CommandLine();
  const { code, stdout, stderr } = await commandLine.synth('open-finding');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^FAILED {5}1 unacknowledged finding$/m);
  expect(stderr).toContain('error AwsSolutions-ECR1 (AwsSolutions)');
  expect(stderr).toContain('    Prod/Scene/Images\n');
  expect(stderr).toContain("acknowledge({ id: 'AwsSolutions::AwsSolutions-ECR1', reason: '...' })");
  expect(commandLine.summary().verdict).toBe('failed');
});

test('a value that CloudFormation does not know exits with 1, though it is only a warning', async () => {
  const { code, stdout, stderr } = await new CommandLine().synth('unknown-value');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^FAILED {5}1 unknown value \(W3030\)$/m);
  expect(stderr).toContain("Type: 'Strung' is not one of ['String', 'StringList']\n    Prod/Scene/Unknown");
});

test('everything else that is open exits with 1, too', async () => {
  const scenarios = 'schema-error,construct-error,near-limit,look-up,untraced-acknowledgement';
  const { code, stdout, stderr } = await new CommandLine().synth(scenarios);
  expect(code).toBe(1);
  expect(stdout).toContain(
    '2 unacknowledged findings; 1 schema error; 1 stack above 80 % of a CloudFormation limit; 1 unanswered look-up',
  );
  expect(stderr).toContain('acknowledged without the name of its pack');
  expect(stderr).toContain('Prod-Scene in eu-west-1 uses 161 of 200 outputs (81 %)');
  expect(stderr).toContain('availability-zones:account=111122223333:region=eu-west-1');
});

describe('an app that cannot be built', () => {
  test('fails on bad input with 2 and names every problem', async () => {
    const commandLine = new CommandLine();
    const { code, stdout, stderr } = await commandLine.synth('bad-input');
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('2 problems in the input; nothing was written.\n\nProd/Scene\n  TooMany  count is 12\n');
    expect(commandLine.files).toEqual([]);
  });

  test('fails with 2 and the stage when the app throws, and leaves the earlier assembly as it was', async () => {
    const commandLine = new CommandLine();
    mkdirSync(join(commandLine.directory, 'cdk.out'));
    writeFileSync(join(commandLine.directory, 'cdk.out/manifest.json'), 'earlier');
    const { code, stderr } = await commandLine.synth('crash');
    expect(code).toBe(2);
    expect(stderr).toContain('error: the app broke down (during: construct us-east-1)\n');
    expect(stderr).toContain('fixture-app.ts');
    expect(commandLine.read('cdk.out/manifest.json')).toBe('earlier');
    expect(commandLine.files).toEqual(['cdk.out']);
  });

  test('fails with 2 when the app leaves out the gates', async () => {
    const { code, stderr } = await new CommandLine().synth('no-gates');
    expect(code).toBe(2);
    expect(stderr).toContain('these gates did not run: CloudFormation Validate, AwsSolutions, NIST.800.53.R5');
  });
});

test('fails with 130 and writes nothing when it is interrupted', async () => {
  const commandLine = new CommandLine();
  const { code, stdout } = await commandLine.synth('bad-input', AbortSignal.abort());
  expect(code).toBe(130);
  expect(stdout).toBe('');
  expect(commandLine.files).toEqual([]);
});
