/** Where a suite runs, and with it whether experiments may start by themselves. */
export enum ChaosEnvironment {
  /** Users are served here: experiments start when somebody starts them. */
  PRODUCTION = 'production',
  /** Users are served here, and experiments run on schedules nevertheless: the claim is proven where it matters. */
  PRODUCTION_ON_SCHEDULE = 'production-on-schedule',
  /** No users: experiments may run on schedules. */
  NON_PRODUCTION = 'non-production',
}
