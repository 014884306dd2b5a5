import type { Assembly, AssemblyStack } from '../../../lib/gates/assembly';
import { type Finding, SCHEMA_VALIDATOR } from '../../../lib/gates/finding';
import { type Summary, summarize } from '../../../lib/gates/summary';

/** A platform in two regions about which the gates have nothing left to say. */
export const FINDINGS: Finding[] = [
  ...Array.from({ length: 12 }, (_, number) =>
    finding({ acknowledgedBecause: 'network interfaces', path: `${number}` }),
  ),
  finding({ plugin: 'Serverless', rule: 'Serverless-SQSRedrivePolicy', acknowledgedBecause: 'end of the chain' }),
  finding({ plugin: SCHEMA_VALIDATOR, rule: 'W3010', severity: 'warning' }),
];

/** The same platform after a bad day. */
export const OPEN_FINDINGS: Finding[] = [
  ...FINDINGS,
  finding({
    plugin: SCHEMA_VALIDATOR,
    rule: 'W3030',
    severity: 'warning',
    text: "Type: 'Strung' is not one of ['String']",
  }),
  finding({ plugin: SCHEMA_VALIDATOR, rule: 'F3012', text: 'Value: 1 is not a string', fix: 'Write it as text' }),
  ...Array.from({ length: 12 }, (_, number) => finding({ path: `Prod/App-eu-west-1/Role${number + 10}` })),
  finding({ plugin: 'Construct Annotations', rule: 'cdk-nines::Broken', text: 'cannot work', path: 'Prod' }),
];

const TYPES = { 'AWS::CloudWatch::Alarm': 3, 'AWS::FIS::ExperimentTemplate': 1, 'AWS::SQS::Queue': 2 };

const PASSING: Assembly = {
  stacks: [
    stack('eu-west-1', 'App', 312, 298_114, 4),
    stack('eu-west-1', 'Data', 57, 81_920, 21),
    stack('us-east-1', 'Edge', 9, 11_002, 0),
  ],
  missingLookups: [],
  metadata: [
    {
      path: 'Prod/Ops-eu-west-1/ApiObjective',
      type: 'cdk-nines:objective',
      data: { availabilityPercent: 99.95, windowDays: 30, budgetMinutes: 21.6 },
    },
    {
      path: 'Prod/Ops-eu-west-1/Coverage',
      type: 'cdk-nines:coverage',
      data: [
        { claim: 'A server', survives: 'instance', construct: 'Prod/App/Web', testedBy: ['ServerLoss'] },
        { claim: 'Zones', survives: 'zone', construct: 'Prod/App/Web', testedBy: ['ZoneLoss', 'NetworkLoss'] },
        { claim: 'Zones of the queue', survives: 'zone', construct: 'Prod/App/Queue', testedBy: [] },
      ],
    },
    {
      path: 'Prod/Recovery/Plan',
      type: 'cdk-nines:recovery',
      data: { from: 'us-east-1', to: 'eu-west-1', recoveryMinutes: 23, objectiveMinutes: 30 },
    },
  ],
};

const FAILING: Assembly = {
  ...PASSING,
  stacks: [...PASSING.stacks, stack('us-east-1', 'App', 480, 1_030_000, 4)],
  missingLookups: ['ami:eu-west-1'],
};

export function passing(): Summary {
  return summarize('cdk.out', PASSING, FINDINGS);
}

export function failing(): Summary {
  return summarize('cdk.out', FAILING, OPEN_FINDINGS);
}

function stack(region: string, tier: string, resources: number, templateBytes: number, outputs: number): AssemblyStack {
  const name = `Prod-${tier}-${region}`;
  const counts = { resources, templateBytes, outputs, parameters: 1 };
  return {
    name,
    path: `Prod/${tier}-${region}`,
    region,
    template: `assembly-Prod/${name}.template.json`,
    counts,
    types: TYPES,
  };
}

function finding(of: Partial<Finding>): Finding {
  const rule = 'AwsSolutions-IAM5[Resource::*]';
  const text = 'The IAM entity contains wildcard permissions.';
  return { plugin: 'AwsSolutions', rule, severity: 'error', text, path: 'Prod/App-eu-west-1/Thing', ...of };
}
