import type { DerivedMetric, Source } from '../../../../lib/handlers/derived-metrics/configuration';

/** A metric with one dimension. */
export function source(name: string, id: string): Source {
  return { namespace: 'AWS/Test', name, dimensions: { Id: id }, statistic: 'Maximum' };
}

export function backlog(id: string): DerivedMetric {
  const formula = { kind: 'perMember', backlog: source('Visible', id), members: source('Members', id) } as const;
  return { name: 'BacklogPerMember', unit: 'Count', dimensions: { QueueName: id }, formula };
}

export function lag(ids: string[], objectiveSeconds?: number, secondsPerUnit = 1): DerivedMetric {
  const lags = ids.map((id) => source('Lag', id));
  const formula = { kind: 'lag', lags, secondsPerUnit, objectiveSeconds } as const;
  return { name: 'ReplicaLag', unit: 'Seconds', dimensions: { Database: 'shop' }, formula };
}

export function headroom(allowed: Source | number): DerivedMetric {
  const formula = { kind: 'headroom', used: source('Used', 'proxy'), allowed } as const;
  return { name: 'PoolHeadroom', unit: 'Percent', dimensions: { ProxyName: 'proxy' }, formula };
}
