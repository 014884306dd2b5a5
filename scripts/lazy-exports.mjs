// Writes an index whose every export is a getter that loads its defining module on first use. Without it,
// `require('cdk-nines')` would load all of the aws-cdk-lib modules that any construct uses, which costs hundreds of
// milliseconds on every synthesis. By hand: node scripts/lazy-exports.mjs lib/index.ts dist/lib/index.js
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

export function writeLazyIndex(entry, target) {
  writeFileSync(target, lazyIndex(entry));
}

/** The text of a lazy index for a TypeScript module. */
export function lazyIndex(entry) {
  const exports = [...valueExports(entry)].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `'use strict';`,
    `Object.defineProperty(exports, '__esModule', { value: true });`,
    `const lazy = (name, get) => Object.defineProperty(exports, name, { enumerable: true, get });`,
    ...exports.map(([name, origin]) => `lazy('${name}', () => ${load(origin, dirname(entry))});`),
    // Never runs: it tells Node the names for `import { Name } from 'cdk-nines'`.
    `0 && (module.exports = { ${exports.map(([name]) => name).join(', ')} });`,
    '',
  ].join('\n');
}

function load({ file, name }, directory) {
  const path = relative(directory, file).replace(/\.ts$/, '');
  const module = `require('${path.startsWith('.') ? path : `./${path}`}')`;
  return name === '*' ? module : `${module}.${name}`;
}

/** What a module exports at run time, types left out: name -> the file that declares it and its name there. */
function valueExports(file) {
  const found = new Map();
  for (const statement of parse(file).statements) {
    if (ts.isExportDeclaration(statement)) addReExports(found, file, statement);
    else declaredNames(statement).forEach((name) => found.set(name, { file, name }));
  }
  return found;
}

function addReExports(found, file, statement) {
  if (statement.isTypeOnly) return;
  if (!statement.moduleSpecifier) throw new Error(`${file}: export what is declared where it is declared`);
  const source = resolve(file, statement.moduleSpecifier.text);
  const clause = statement.exportClause;
  if (clause && ts.isNamespaceExport(clause)) return found.set(clause.name.text, { file: source, name: '*' });
  const origins = valueExports(source);
  if (!clause) return origins.forEach((origin, name) => found.set(name, origin));
  for (const { name, propertyName } of clause.elements) {
    const origin = origins.get((propertyName ?? name).text);
    if (origin) found.set(name.text, origin);
  }
}

function declaredNames(statement) {
  if (!statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.text);
  const hasValue =
    ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement) || ts.isFunctionDeclaration(statement);
  return hasValue ? [statement.name.text] : [];
}

function parse(file) {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023);
}

function resolve(from, specifier) {
  const base = join(dirname(from), specifier);
  const file = [`${base}.ts`, join(base, 'index.ts')].find((candidate) => existsSync(candidate));
  if (!file) throw new Error(`${from}: cannot find ${specifier}`);
  return file;
}

if (process.argv[1] === import.meta.filename) writeLazyIndex(process.argv[2], process.argv[3]);
