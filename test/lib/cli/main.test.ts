import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../../package.json';
import { CommandLine } from './command-line';

describe('help', () => {
  test('says what the exit codes mean, on stdout and with 0', async () => {
    const { code, stdout, stderr } = await new CommandLine().run(['synth', '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('--context <key=value>');
    for (const meaning of ['0    everything is in order', '1    something is open', '2    bad input or usage']) {
      expect(stdout).toContain(meaning);
    }
  });

  test('is shown on stderr and with 2 when no command is named', async () => {
    const { code, stdout, stderr } = await new CommandLine().run([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: nines [options] [command]');
  });
});

test('--version is that of the package', async () => {
  expect(await new CommandLine().run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

describe('bad usage', () => {
  const usage = [
    { args: ['frobnicate'], message: "unknown command 'frobnicate'" },
    { args: ['synth', '--loud'], message: "unknown option '--loud'" },
    {
      args: ['synth', '--app', 'nowhere'],
      message: 'no module nowhere; build it first, or name another one with --app',
    },
    { args: ['synth', '--app', __filename, '-c', 'peered'], message: '-c peered: expected key=value' },
    { args: ['synth', '--app', __filename, '-c', '=true'], message: '-c =true: expected key=value' },
  ];

  test.each(usage)('fails with 2: $args', async ({ args, message }) => {
    const commandLine = new CommandLine();
    const { code, stdout, stderr } = await commandLine.run(args);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `error: ${message}\n` });
    expect(commandLine.files).toEqual([]);
  });

  test('fails with 2 when the module builds no app', async () => {
    const commandLine = new CommandLine();
    writeFileSync(join(commandLine.directory, 'app.js'), 'exports.app = 1;');
    const { code, stderr } = await commandLine.run(['synth', '--app', 'app.js']);
    expect(code).toBe(2);
    expect(stderr).toContain('app.js exports no function `build`');
    expect(commandLine.files).toEqual(['app.js']);
  });

  test('fails with 2 rather than replace a directory that holds no assembly', async () => {
    const commandLine = new CommandLine();
    mkdirSync(join(commandLine.directory, 'src'));
    writeFileSync(join(commandLine.directory, 'src/precious.ts'), '');
    const { code, stderr } = await commandLine.run(['synth', '--app', __filename, '--output', 'src']);
    expect(code).toBe(2);
    expect(stderr).toContain('src is in the way: it holds files but no assembly.');
    expect(commandLine.read('src/precious.ts')).toBe('');
  });
});
