/** A burn rate: how many times faster than evenly the error budget of an objective is used up. Pure arithmetic. */

/** The alert: this share of the budget, in percent, is gone after that time. */
export interface BudgetAlert {
  readonly budgetPercent: number;
  readonly alertSeconds: number;
}

/** The objective: this share of the requests, in percent, may fail within that time. */
export interface BudgetedObjective {
  readonly errorBudgetPercent: number;
  readonly windowSeconds: number;
}

/** Burn rate at which an alert's share of the budget is gone after its time: 14.4 for 2 % of 30 days in an hour. */
export function burnRateFactor({ budgetPercent, alertSeconds }: BudgetAlert, windowSeconds: number): number {
  return clean((budgetPercent * windowSeconds) / (100 * alertSeconds));
}

/** Share of failed requests, from 0 on, that is this burn rate. At 1 and more nothing can reach it. */
export function errorRatioAt(factor: number, errorBudgetPercent: number): number {
  return clean((factor * errorBudgetPercent) / 100);
}

/** Share of failed requests at which an alert goes off. */
export function alertThreshold(alert: BudgetAlert, objective: BudgetedObjective): number {
  return errorRatioAt(burnRateFactor(alert, objective.windowSeconds), objective.errorBudgetPercent);
}

/** Burn rate of a share of failed requests: 1 uses up the budget exactly at the end of the window. */
export function burnRateOf(errorRatio: number, errorBudgetPercent: number): number {
  return clean((errorRatio * 100) / errorBudgetPercent);
}

/** Share of the budget, in percent, that a constant burn uses up in a time. */
export function budgetUsedPercent(factor: number, seconds: number, windowSeconds: number): number {
  return clean((factor * seconds * 100) / windowSeconds);
}

/** Time until a constant burn has used up the whole budget: 50 hours for 14.4 of 30 days. */
export function secondsToExhaustion(factor: number, windowSeconds: number): number {
  return clean(windowSeconds / factor);
}

/** The objective, in percent, at or below which a burn rate cannot be reached: 93.06 for 14.4. */
export function lowestObjective(factor: number): number {
  return clean(100 - 100 / factor);
}

/** Without binary noise: 0.0144, not 0.014400000000000001. Rounding keeps the order of what it rounds. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}
