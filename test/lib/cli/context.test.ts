import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContext } from '../../../lib/cli/context';

const AS_CDK_DOES = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:version-reporting': true,
};

function project(cdkJson: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'nines-context-'));
  writeFileSync(join(directory, 'cdk.json'), cdkJson);
  return directory;
}

test('the command line goes before cdk.json, and its values stay text', () => {
  const directory = project('{ "app": "node app.js", "context": { "peered": false, "@aws-cdk/core:flag": true } }');
  expect(readContext(directory, ['peered=true', 'query=a=b', 'empty='])).toEqual({
    ...AS_CDK_DOES,
    peered: 'true',
    '@aws-cdk/core:flag': true,
    query: 'a=b',
    empty: '',
  });
});

test('a directory without cdk.json has no context of its own', () => {
  expect(readContext(mkdtempSync(join(tmpdir(), 'nines-context-')), [])).toEqual(AS_CDK_DOES);
});

test('settings that change templates are those of cdk.json', () => {
  const settings = '{ "pathMetadata": false, "assetMetadata": false, "versionReporting": false }';
  expect(readContext(project(settings), [])).toEqual({ 'aws:cdk:disable-version-reporting': true });
});

test.each(['{ "context": ', '[]', '{ "context": [] }', '{ "context": "peered" }', 'null'])(
  'fails on the cdk.json %s and names the file',
  (text) => {
    const directory = project(text);
    expect(() => readContext(directory, [])).toThrow(join(directory, 'cdk.json'));
  },
);
