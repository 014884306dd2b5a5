import type { Schedule } from 'aws-cdk-lib/aws-autoscaling';

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/**
 * A schedule in the notation of Application Auto Scaling: six fields, of which one day field is `?`, and days of the week
 * that count from 1, where EC2 Auto Scaling has five and counts from 0. Undefined when it cannot be written so.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
 */
export function applicationSchedule(schedule: Schedule): string | undefined {
  const expression = schedule.expressionString;
  if (/^(at|cron|rate)\(.+\)$/.test(expression)) return expression;
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5) return undefined;
  const [minute, hour, day, month, weekDay] = fields;
  if (weekDay === '*') return `cron(${minute} ${hour} ${day} ${month} ? *)`;
  const named = namedDays(weekDay);
  return named && day === '*' ? `cron(${minute} ${hour} ? ${month} ${named} *)` : undefined;
}

/** `1-5` as `MON-FRI`: names mean the same in both notations, numbers do not. */
function namedDays(weekDay: string): string | undefined {
  const named = weekDay.toUpperCase().replace(/\d+/g, (digits) => WEEKDAYS[Number(digits)] ?? '?');
  return /^[A-Z]{3}([-,][A-Z]{3})*$/.test(named) ? named : undefined;
}
