import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { heading } from './dashboard';
import { brokenShare } from './indicators';
import { BUDGET, type Objective, WINDOWS } from './objectives';
import { math } from './ops-metrics';

export function objectiveRows(objectives: Objective[], width: number): cloudwatch.IWidget[][] {
  return objectives.flatMap((objective) => [heading(`## ${objective.title}`), objectiveWidgets(objective, width)]);
}

/** How much of the budget is used up, and how fast it goes. */
function objectiveWidgets({ indicators }: Objective, width: number): cloudwatch.IWidget[] {
  const [{ long, short }] = WINDOWS;
  return indicators.flatMap((indicator) => {
    const percent = Number((100 * indicator.allowed).toPrecision(12));
    const share = { sloRatio: brokenShare(indicator, BUDGET) };
    const label = `${indicator.name}: error budget used, percent`;
    const used = math(`sloRatio * 10000 / ${percent}`, share, label, BUDGET);
    const rates = [long, short].map((period, index) => {
      const prefix = `l${index}`;
      const ratio = { [`${prefix}sloRatio`]: brokenShare(indicator, period, prefix) };
      return math(`${prefix}sloRatio * 100 / ${percent}`, ratio, `over ${period.toHumanString()}`, period);
    });
    return [
      new cloudwatch.SingleValueWidget({
        title: `${indicator.name}: error budget of 30 days used`,
        metrics: [used],
        setPeriodToTimeRange: true,
        start: '-P30D',
        width,
        height: 6,
      }),
      new cloudwatch.GraphWidget({
        title: `${indicator.name}: burn rate`,
        left: rates,
        leftYAxis: { min: 0, label: 'times the sustainable rate', showUnits: false },
        leftAnnotations: WINDOWS.slice(0, 2).map(({ id, rate }) => ({ value: rate, label: id })),
        width,
        height: 6,
      }),
    ];
  });
}
