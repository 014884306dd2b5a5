import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Finding, isFatal, readFindings } from '../../../lib/gates/findings';
import { synthesizeWithGates } from '../../../lib/gates/gated-synthesis';
import { PACK_NAMES } from '../../../lib/gates/packs';
import { StageClock, type StageEvent } from '../../../lib/gates/stage-clock';
import type { SynthesisOutcome } from '../../../lib/gates/synthesis-messages';

// A gate without findings is absent from the report, exactly like one that never ran: only broken things tell them apart.
const events: StageEvent[] = [];
let outcome: SynthesisOutcome;
let findings: Finding[];

beforeAll(() => {
  const outdir = mkdtempSync(join(tmpdir(), 'nines-alive-'));
  const clock = new StageClock((event) => events.push(event));
  // What an app asks for must not weaken the gates.
  const context = { '@aws-cdk/core:validateAgainstDefaultRules': false };
  outcome = synthesizeWithGates({ appModule: join(__dirname, 'broken-app.ts'), outdir, context }, clock);
  findings = readFindings(outdir).filter(isFatal);
});

test.each(PACK_NAMES)('%s finds something', (pack) => {
  expect(findings.filter((finding) => finding.plugin === pack)).not.toEqual([]);
});

test('the schema validator finds the value of the wrong type, once and as an error', () => {
  expect(schemaFindingsAt('Broken/WrongShape')).toEqual([
    expect.objectContaining({ rule: 'F3012', severity: 'error' }),
  ]);
});

test('the schema validator finds the unknown value, once and as a warning', () => {
  expect(schemaFindingsAt('Broken/UnknownType')).toEqual([
    expect.objectContaining({ rule: 'W3030', severity: 'warning' }),
  ]);
});

test('warnings of constructs are findings', () => {
  const annotations = findings.filter((finding) => finding.plugin === 'Construct Annotations');
  expect(annotations.map((finding) => finding.rule)).toEqual(['cdk-nines::Careless']);
});

test('an assembly with findings is still an assembly', () => {
  expect(outcome).toEqual({ kind: 'done' });
});

test('each gate announces itself and is timed', () => {
  const ended = events.flatMap((event) => (event.kind === 'end' ? [event.stage] : []));
  const stages = ['construct', 'construct Broken', 'synthesize', 'CloudFormation Validate', ...PACK_NAMES];
  expect(ended).toEqual(stages);
});

function schemaFindingsAt(path: string): Finding[] {
  return findings.filter((finding) => finding.plugin === 'CloudFormation Validate' && finding.path === path);
}
