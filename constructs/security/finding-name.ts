/**
 * How cdk-nag spells a resolved CloudFormation value inside the brackets of a finding. Ours has to agree with it, or an
 * acknowledgement would name a finding that nobody makes; the tests compare the two.
 */
export function findingName(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('${', '<').replaceAll('}', '>');
  if (typeof value !== 'object' || value === null) return '';
  const [name, argument] = Object.entries(value)[0] as [string, never];
  const spell = SPELLINGS[name];
  return spell ? spell(argument) : JSON.stringify(value);
}

const SPELLINGS: Record<string, (argument: never) => string> = {
  Ref: (id: string) => `<${findingName(id)}>`,
  'Fn::GetAtt': ([id, attribute]: [unknown, unknown]) => `<${findingName(id)}.${findingName(attribute)}>`,
  'Fn::Join': ([separator, parts]: [string, unknown[]]) => parts.map(findingName).join(separator),
  'Fn::Sub': (text: unknown) => findingName(text),
  'Fn::ImportValue': (name: unknown) => findingName(name),
};
