/** Where a question comes from. */
export interface Resolver {
  readonly continent?: string;
  readonly country?: string;
  /** Regions from the nearest to the farthest. */
  readonly latency: string[];
}

interface RecordSet {
  readonly Name: string;
  readonly Type: string;
  readonly HostedZoneId: string;
  readonly Region?: string;
  readonly Failover?: string;
  readonly Weight?: number;
  readonly GeoLocation?: { ContinentCode?: string; CountryCode?: string };
  readonly AliasTarget?: { DNSName: string; HostedZoneId: string; EvaluateTargetHealth: boolean };
  readonly ResourceRecords?: string[];
  readonly HealthCheckId?: { Ref: string };
}

interface Template {
  readonly Resources: Record<string, { Type: string; Properties: unknown }>;
}

interface Member extends RecordSet {
  /** What the health check of the record asks for; undefined without one. */
  readonly checked?: string;
}

/**
 * Answers questions from templates as Route 53 does: the routing policy orders the records of a set, the first healthy one
 * answers, and when none is healthy all are. An alias to another set of the zone is as healthy as the healthiest member.
 */
export class Route53 {
  private readonly members: Member[];

  constructor(
    templates: Template[],
    private readonly isHealthy: (endpoint: string) => boolean = () => true,
  ) {
    this.members = templates.flatMap(({ Resources }) =>
      Object.values(Resources)
        .filter((resource) => resource.Type === 'AWS::Route53::RecordSet')
        .map((resource) => resource.Properties as RecordSet)
        .map((record) => ({ ...record, checked: checkedBy(Resources, record) })),
    );
  }

  /** The endpoint that a client gets; undefined is "no answer". */
  answer(name: string, resolver: Resolver, type = 'A'): string | undefined {
    const order = inOrder(this.setOf(`${name}.`, type), resolver);
    const chosen = order.find((record) => this.isAlive(record, resolver)) ?? order[0];
    if (!chosen) return undefined;
    const target = chosen.AliasTarget;
    if (!target) return chosen.ResourceRecords![0];
    if (target.HostedZoneId !== chosen.HostedZoneId) return target.DNSName;
    return this.answer(target.DNSName.replace(/\.$/, ''), resolver, type);
  }

  private isAlive(record: Member, resolver: Resolver): boolean {
    if (record.checked !== undefined && !this.isHealthy(record.checked)) return false;
    const target = record.AliasTarget;
    if (!target?.EvaluateTargetHealth) return true;
    if (target.HostedZoneId !== record.HostedZoneId) return this.isHealthy(target.DNSName);
    return this.setOf(target.DNSName, record.Type).some((member) => this.isAlive(member, resolver));
  }

  private setOf(name: string, type: string): Member[] {
    return this.members.filter((record) => record.Name === name && record.Type === type);
  }
}

function checkedBy(resources: Template['Resources'], record: RecordSet): string | undefined {
  if (!record.HealthCheckId) return undefined;
  const check = resources[record.HealthCheckId.Ref].Properties as { HealthCheckConfig: Record<string, string> };
  return check.HealthCheckConfig.FullyQualifiedDomainName;
}

function inOrder(set: Member[], { latency, continent, country }: Resolver): Member[] {
  const by = (rank: (record: Member) => number) =>
    set.filter((record) => rank(record) >= 0).sort((a, b) => rank(a) - rank(b));
  if (set.some((record) => record.Region)) return by((record) => latency.indexOf(record.Region!));
  if (set.some((record) => record.Failover)) return by((record) => ['PRIMARY', 'SECONDARY'].indexOf(record.Failover!));
  if (set.some((record) => record.Weight !== undefined)) return by((record) => 255 - record.Weight!);
  return by(({ GeoLocation: place }) =>
    [
      place?.CountryCode === country && !!country,
      place?.ContinentCode === continent && !!continent,
      place?.CountryCode === '*',
    ].indexOf(true),
  );
}
