import type { Check } from '../../core/errors';
import { ChaosEnvironment } from './chaos-environment';
import type { ChaosSuiteProps } from './chaos-suite';
import type { Experiment } from './experiment';
import { experimentChecks } from './experiment-checks';
import { FailureDomain } from './experiment-failure';
import type { ExperimentContext, ExperimentSpec } from './experiment-spec';

/** @see https://docs.aws.amazon.com/fis/latest/userguide/fis-quotas.html */
const STOP_CONDITIONS = 5;

/** What must hold for a suite and everything in it. */
export function suiteChecks(props: ChaosSuiteProps, context: ExperimentContext): Check[] {
  const specs = props.experiments.map((experiment) => experiment._spec);
  return [
    noExperiments(props.experiments),
    duplicates(specs),
    ...specs.flatMap((spec) => [
      ...stopChecks(spec, props),
      scheduleCheck(spec, props),
      ...experimentChecks(spec, context),
    ]),
  ];
}

/** An experiment hits more than half of what it finds; a zone or region is what it is. */
export function hitsMost({ share, zone, injects }: ExperimentSpec): boolean {
  const isWhole = zone !== undefined || injects.includes(FailureDomain.REGION);
  return !isWhole && share !== undefined && share._mode === 'PERCENT' && share._amount > 50;
}

function noExperiments(experiments: Experiment[]): Check {
  return {
    code: 'SuiteWithoutExperiments',
    property: 'experiments',
    when: experiments.length === 0,
    value: experiments.length,
    allowed: 'at least one experiment',
    action: 'State what you want to find out, or leave the suite out',
  };
}

function duplicates(specs: ExperimentSpec[]): Check {
  const names = specs.map(({ name }) => name);
  const repeated = names.filter((name, position) => names.indexOf(name) !== position);
  return {
    code: 'DuplicateExperiment',
    property: 'experiments',
    when: repeated.length > 0,
    value: repeated,
    allowed: 'every name once',
    action: 'Give experiments of the same kind names of their own',
  };
}

function stopChecks({ name, props }: ExperimentSpec, suite: ChaosSuiteProps): Check[] {
  const alarms = props.stopWhen ?? suite.stopWhen ?? [];
  return [
    {
      code: 'ExperimentWithoutStopCondition',
      property: `${name}.stopWhen`,
      when: alarms.length === 0,
      value: alarms.length,
      allowed: 'at least one alarm on a service level objective',
      action: 'Name the alarm that ends the experiment before users suffer, here or for the whole suite',
    },
    {
      code: 'TooManyStopConditions',
      property: `${name}.stopWhen`,
      when: alarms.length > STOP_CONDITIONS,
      value: alarms.length,
      allowed: `at most ${STOP_CONDITIONS} alarms`,
      action: 'Combine alarms, or keep those closest to the user',
    },
  ];
}

function scheduleCheck({ name, props }: ExperimentSpec, { environment }: ChaosSuiteProps): Check {
  return {
    code: 'ScheduleInProduction',
    property: `${name}.schedule`,
    when: props.schedule !== undefined && (environment ?? ChaosEnvironment.PRODUCTION) === ChaosEnvironment.PRODUCTION,
    value: props.schedule?.expressionString,
    allowed: 'no schedule in production',
    action:
      'Start the experiment by hand, set ChaosEnvironment.NON_PRODUCTION where no users are, or allow it with ' +
      'ChaosEnvironment.PRODUCTION_ON_SCHEDULE',
  };
}
