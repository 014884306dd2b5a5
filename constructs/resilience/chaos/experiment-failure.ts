/** What fails: the domain that an experiment takes away, and that a redundancy claims to survive. */
export enum FailureDomain {
  /** One server, task, node or database instance. */
  INSTANCE = 'instance',
  /** One availability zone. */
  ZONE = 'zone',
  /** One region, or the way to it. */
  REGION = 'region',
  /** Something that others run: a service, a database, a partner; gone or slow. */
  DEPENDENCY = 'dependency',
}
