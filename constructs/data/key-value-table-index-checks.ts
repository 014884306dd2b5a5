import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Check } from '../core/errors';
import type { KeyValueTableProps } from './key-value-table-props';

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const MOST_GLOBAL = 20;
const MOST_LOCAL = 5;

/** Everything that can be wrong with the keys of a table and of its indexes. */
export function indexChecks(props: KeyValueTableProps): Check[] {
  const { globalIndexes = [], localIndexes = [], sortKey } = props;
  const names = [...globalIndexes, ...localIndexes].map(({ indexName }) => indexName);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    {
      code: 'LocalIndexWithoutSortKey',
      property: 'localIndexes',
      when: localIndexes.length > 0 && !sortKey,
      value: localIndexes.map(({ indexName }) => indexName),
      allowed: 'local indexes of a table with a sortKey, which they order otherwise',
      action: 'State a sortKey, or use global indexes',
    },
    {
      code: 'IndexRepeated',
      property: 'globalIndexes, localIndexes',
      when: repeated.length > 0,
      value: repeated,
      allowed: 'each name once',
      action: 'Rename one of the two',
    },
    {
      code: 'TooManyIndexes',
      property: 'globalIndexes, localIndexes',
      when: globalIndexes.length > MOST_GLOBAL || localIndexes.length > MOST_LOCAL,
      value: [globalIndexes.length, localIndexes.length],
      allowed: `at most ${MOST_GLOBAL} global and ${MOST_LOCAL} local ones`,
      action: 'Let one index serve several questions, or use another table',
    },
    typeCheck(props),
  ];
}

/** An attribute is declared once, for the table and all indexes. */
function typeCheck(props: KeyValueTableProps): Check {
  const attributes = keyAttributes(props);
  const conflicting = attributes.filter(({ name, type }) =>
    attributes.some((other) => other.name === name && other.type !== type),
  );
  return {
    code: 'AttributeTypeConflict',
    property: 'partitionKey, sortKey, globalIndexes, localIndexes',
    when: conflicting.length > 0,
    value: conflicting.map(({ name, type }) => `${name}: ${type}`),
    allowed: 'one type per attribute',
    action: 'Correct the type, or name another attribute',
  };
}

function keyAttributes({ partitionKey, sortKey, globalIndexes = [], localIndexes = [] }: KeyValueTableProps) {
  const keys: (dynamodb.Attribute | undefined)[] = [
    partitionKey,
    sortKey,
    ...globalIndexes.flatMap((index) => [
      index.partitionKey,
      index.sortKey,
      ...(index.partitionKeys ?? []),
      ...(index.sortKeys ?? []),
    ]),
    ...localIndexes.map((index) => index.sortKey),
  ];
  return keys.filter((key) => key !== undefined);
}
