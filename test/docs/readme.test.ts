import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '..', '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const pages = ['README.md', ...folders().map((folder) => `constructs/${folder}/README.md`)];

function folders(): string[] {
  return ts.sys.getDirectories(join(ROOT, 'constructs'));
}

/** The TypeScript blocks of all pages, as files that stand beside them. */
function blocks(): Map<string, string> {
  const found = pages.flatMap((page) =>
    [...read(page).matchAll(/^```ts\n(.*?)^```/gms)].map(
      ([, code], index) => [join(ROOT, `${page}.${index}.ts`), `export {};\n${code}`] as const,
    ),
  );
  return new Map(found);
}

/** What the compiler has to say about files that are only in memory. */
function complaints(files: Map<string, string>): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Node20,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    paths: { 'cdk-nines': [join(ROOT, 'lib', 'index.ts')] },
  };
  const host = ts.createCompilerHost(options);
  host.fileExists = (name) => files.has(name) || ts.sys.fileExists(name);
  host.readFile = (name) => files.get(name) ?? ts.sys.readFile(name);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile(name, version) : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((name) => {
    const problems = [
      ...program.getSyntacticDiagnostics(program.getSourceFile(name)),
      ...program.getSemanticDiagnostics(program.getSourceFile(name)),
    ];
    return problems.map(
      ({ messageText }) => `${relative(ROOT, name)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
}

test('every folder of constructs has a page with an example', () => {
  const withExample = [...blocks().keys()].map((name) => relative(ROOT, name).replace(/\.\d+\.ts$/, ''));
  expect(pages.filter((page) => !withExample.includes(page))).toEqual([]);
});

describe('examples', () => {
  const wrong = join(ROOT, 'wrong.ts');
  const found = complaints(new Map([...blocks(), [wrong, "import { TieredVpc } from 'cdk-nines';\nnew TieredVpc();"]]));

  test('all compile', () => {
    expect(found.filter((complaint) => !complaint.startsWith('wrong.ts'))).toEqual([]);
  });

  test('are compiled at all: a wrong one is noticed', () => {
    expect(found).toContainEqual(expect.stringContaining('wrong.ts: Expected 3 arguments'));
  });
});

test('every script that the page names exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...read('README.md').matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, name]) => name);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('every page that is linked exists', () => {
  const links = [...read('README.md').matchAll(/\]\((?!http)([^)#]+)\)/g)].map(([, path]) => path);
  expect(links.filter((path) => !ts.sys.fileExists(join(ROOT, path)))).toEqual([]);
});
