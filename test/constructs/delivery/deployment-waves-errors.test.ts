import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import {
  DeploymentWave,
  type DeploymentWaveProps,
  type DeploymentWavesProps,
  type RegionDeployment,
  WaveApproval,
  WaveStacks,
} from '../../../constructs/delivery';
import { codesOf, errorOf } from '../../_helpers/errors';
import { testApp } from '../../_helpers/synthesis';
import {
  alarmIn,
  around,
  compositeOf,
  deployment,
  everywhere,
  existingAlarm,
  PRIMARY,
  regions,
  SERVING,
  stackIn,
  STANDBY,
  waveOf,
} from './delivery-fixture';

const app = testApp();
const place = around(app);
const { stack } = place;
const shop = stackIn(app, 'Shop', PRIMARY);

/** The codes of a deployment of these waves. */
function codes(waves: DeploymentWave[], props: Partial<DeploymentWavesProps> = {}): string[] {
  return codesOf(() => deployment(place, { waves, ...props }));
}

/** The codes of a deployment of one wave. */
function codesOfWave(props: Partial<DeploymentWaveProps>): string[] {
  return codes([waveOf(stack, props)]);
}

function alarms(count: number): cloudwatch.IAlarm[] {
  return Array.from({ length: count }, (_, index) => existingAlarm(stack, PRIMARY, `slo-${index}`));
}

describe('lists of waves', () => {
  test('fails without waves', () => expect(codes([])).toEqual(['NoWaves']));

  test('fails with more stages than a pipeline has', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => waveOf(stack, { name: `Wave${index}` }));
    expect(codes(many(50))).toEqual(['TooManyStages']);
    const approved = waveOf(stack, { name: 'Last', approval: WaveApproval.manual() });
    expect(codes([...many(48), approved])).toEqual(['TooManyStages']);
  });

  test('fails when a name is there twice, that of an approval and of the source included', () => {
    const again = (name: string) => waveOf(stack, { name, stacks: WaveStacks.named([`${name}/Again`]) });
    expect(codes([waveOf(stack), again('Shop')])).toEqual(['DuplicateWaveName']);
    expect(codes([waveOf(stack), again('Source')])).toEqual(['DuplicateWaveName']);
    const approved = waveOf(stack, { approval: WaveApproval.manual() });
    expect(codes([approved, again('Approve-Shop')])).toEqual(['DuplicateWaveName']);
  });

  test('fails when a stack is in two waves', () => {
    const stacks = WaveStacks.of(shop);
    const waves = ['First', 'Second'].map((name) => waveOf(stack, { name, stacks }));
    expect(codes(waves)).toEqual(['StackInTwoWaves']);
  });
});

describe('stacks of a wave', () => {
  test('fails without any, because the command line would deploy all', () => {
    expect(codesOfWave({ stacks: WaveStacks.named([]) })).toEqual(['WaveWithoutStacks']);
  });

  test.each(['*', 'Shop/**', 'Shop; rm -rf /', '$(id)', '--all', 'Shop App', ''])(
    'fails when one is called %j',
    (id) => {
      expect(codesOfWave({ stacks: WaveStacks.named([id]) })).toEqual(['InvalidStackName']);
    },
  );

  test.each([{ account: '1234' }, { account: 'shop' }, { qualifier: '' }, { qualifier: 'longer-than-ten' }])(
    'fails when nothing can be bootstrapped with %j',
    (target) => {
      expect(codesOfWave({ stacks: WaveStacks.named(['Shop'], target) })).toEqual(['InvalidTarget']);
    },
  );

  test('fails when one is in another region or in none', () => {
    const elsewhere = stackIn(app, 'Elsewhere', SERVING);
    expect(codesOfWave({ stacks: WaveStacks.of(shop, elsewhere) })).toEqual(['StackInOtherRegion']);
    expect(codesOfWave({ stacks: WaveStacks.of(new Stack(app, 'Nowhere')) })).toEqual(['StackInOtherRegion']);
  });

  test('fails when the pipeline would deploy itself', () => {
    const wave = waveOf(stack, { region: 'eu-central-1', stacks: WaveStacks.of(stack) });
    expect(codes([wave])).toEqual(['PipelineDeploysItself']);
  });
});

describe('alarms of a wave', () => {
  test('fails without any, and with more than a condition takes', () => {
    expect(codesOfWave({ alarms: [] })).toEqual(['WaveWithoutAlarms']);
    expect(codesOfWave({ alarms: alarms(6) })).toEqual(['TooManyAlarms']);
  });

  test('fails when one is there twice', () => {
    const [alarm] = alarms(1);
    expect(codesOfWave({ alarms: [alarm, alarm] })).toEqual(['DuplicateAlarm']);
    const same = cloudwatch.Alarm.fromAlarmArn(stack, 'SameAlarm', alarm.alarmArn);
    expect(codesOfWave({ alarms: [alarm, same] })).toEqual(['DuplicateAlarm']);
  });

  test('fails when one watches another region', () => {
    const elsewhere = alarmIn(stackIn(app, 'Watcher', SERVING));
    expect(codesOfWave({ alarms: [elsewhere] })).toEqual(['AlarmInOtherRegion']);
    expect(codesOfWave({ alarms: [existingAlarm(stack, STANDBY)] })).toEqual(['AlarmInOtherRegion']);
  });

  test('fails when one is of another account', () => {
    const foreign = existingAlarm(stack, PRIMARY, 'slo', '222222222222');
    expect(codesOfWave({ alarms: [foreign] })).toEqual(['AlarmInOtherAccount']);
  });
});

describe('bake', () => {
  const watcher = stackIn(app, 'Metrics', PRIMARY);
  const slow = alarmIn(watcher, 'Slow', {
    metric: new cloudwatch.MathExpression({
      expression: 'errors / requests',
      period: Duration.hours(6),
      usingMetrics: {
        errors: new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Errors' }),
        requests: new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Requests' }),
      },
    }),
    evaluationPeriods: 1,
  });
  const fast = alarmIn(watcher, 'Fast', { evaluationPeriods: 1 });
  const quarter = alarmIn(watcher);
  const bakes = (alarm: cloudwatch.IAlarm, bake: Duration) =>
    codesOfWave({ alarms: [alarm], bake, stacks: WaveStacks.named([]) });

  test('fails when it is shorter than an alarm takes to evaluate', () => {
    expect(bakes(quarter, Duration.minutes(14))).toContain('BakeTooShort');
    expect(bakes(quarter, Duration.minutes(15))).not.toContain('BakeTooShort');
    expect(bakes(slow, Duration.hours(5))).toContain('BakeTooShort');
    expect(bakes(slow, Duration.hours(6))).not.toContain('BakeTooShort');
  });

  test('fails when it is shorter than the fastest part of a composite alarm', () => {
    const burning = compositeOf(watcher, 'Burning', slow, fast);
    expect(bakes(burning, Duration.minutes(4))).toContain('BakeTooShort');
    expect(bakes(burning, Duration.minutes(5))).not.toContain('BakeTooShort');
  });

  test.each([Duration.seconds(90), Duration.seconds(0), Duration.days(61)])('fails when it lasts %s', (bake) => {
    expect(codesOfWave({ bake })).toEqual(['BakeOutOfRange']);
  });

  test('fails with a message that says how long it takes', () => {
    const wave = waveOf(stack, { alarms: [quarter], bake: Duration.minutes(10) });
    expect(errorOf(() => deployment(place, { waves: [wave] })).message).toBe(
      "Delivery/Waves: [BakeTooShort] Shop.bake is '10 minutes'; allowed: at least 15 minutes, which the slowest of its " +
        'alarms takes to evaluate. Bake longer or choose faster alarms: this one would speak after the next wave has begun.',
    );
  });
});

describe('names and limits', () => {
  test.each(['', 'Two words', 'x'.repeat(81)])('fails when a wave is called %j', (name) => {
    expect(codesOfWave({ name, stacks: WaveStacks.named(['Shop']) })).toEqual(['InvalidWaveName']);
  });

  test('fails when the version of the command line is not exact', () => {
    for (const cliVersion of ['latest', '2', '^2.1148.1', '2.1148.1 && id']) {
      expect(codes([waveOf(stack)], { cliVersion })).toEqual(['InvalidCliVersion']);
    }
  });

  test('fails when the assembly is no zip file', () => {
    expect(codes([waveOf(stack)], { assemblyKey: 'cdk.out' })).toEqual(['InvalidAssemblyKey']);
  });

  test.each([Duration.minutes(4), Duration.hours(9)])('fails when a deployment may take %s', (deployTimeout) => {
    expect(codes([waveOf(stack)], { deployTimeout })).toEqual(['DeployTimeoutOutOfRange']);
  });

  test('fails when an approval cannot be waited for, or has too much to say', () => {
    const approved = (approval: WaveApproval) => codesOfWave({ approval });
    expect(approved(WaveApproval.manual({ within: Duration.minutes(4) }))).toEqual(['ApprovalTimeOutOfRange']);
    expect(approved(WaveApproval.manual({ instructions: 'x'.repeat(1001) }))).toEqual(['InstructionsTooLong']);
  });

  test('fails with everything at once', () => {
    const wave = waveOf(stack, {
      name: 'Two words',
      stacks: WaveStacks.named([]),
      alarms: [],
      bake: Duration.days(90),
    });
    expect(codes([wave], { cliVersion: 'latest' })).toEqual([
      'InvalidCliVersion',
      'InvalidWaveName',
      'WaveWithoutStacks',
      'WaveWithoutAlarms',
      'BakeOutOfRange',
    ]);
  });
});

describe('region by region', () => {
  const all = everywhere(testApp());
  const from = (deployments: RegionDeployment[]) => () => DeploymentWave.regionByRegion({ regions, deployments });

  test('fails when a region is forgotten', () => {
    expect(codesOf(from(all.slice(1)))).toEqual(['RegionWithoutDeployment']);
  });

  test('fails when a region is there twice or not one of the set', () => {
    expect(codesOf(from([...all, all[0]]))).toEqual(['DeploymentOutsideRegions']);
    expect(codesOf(from([...all, { ...all[0], region: 'us-west-2' }]))).toEqual(['DeploymentOutsideRegions']);
  });
});

test('fails at synthesis when a wave comes before what it depends on', () => {
  const other = testApp();
  const surroundings = around(other);
  const data = stackIn(other, 'Data', PRIMARY);
  const web = stackIn(other, 'Web', PRIMARY);
  web.addStackDependency(data);
  const wave = (name: string, ...stacks: Stack[]) =>
    waveOf(surroundings.stack, { name, stacks: WaveStacks.of(...stacks) });
  deployment(surroundings, { waves: [wave('First', web), wave('Second', data)] });
  expect(() => other.synth()).toThrow(
    '[WaveBeforeItsDependency] Web is in wave First, but depends on Data of the later wave Second',
  );
});
