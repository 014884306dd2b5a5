import { createHash } from 'node:crypto';
import { Stack, Token } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { Check } from '../core/errors';

/** Size of a parameter of the standard tier, in characters. */
const STANDARD_TIER = 4096;

/**
 * Stores a value that a container reads as an environment variable when it starts. The parameter's id contains a hash of
 * the value: a new value is a new parameter, so tasks are replaced to read it, and a rollback finds the old one.
 */
export function storeConfiguration(scope: Construct, name: string, value: string): ecs.Secret {
  const parameter = new ssm.StringParameter(scope, `${name}-${fingerprint(scope, value)}`, {
    stringValue: value,
    description: `${name} of ${scope.node.path}`.slice(0, 1024),
  });
  return ecs.Secret.fromSsmParameter(parameter);
}

/** Everything that can be wrong with one value. */
export function configurationChecks(name: string, value: string, taken: string[]): Check[] {
  const property = `configuration.${name}`;
  const length = Token.isUnresolved(value) ? 1 : value.length;
  return [
    {
      code: 'InvalidVariableName',
      property,
      when: !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name),
      value: name,
      allowed: 'letters, digits and underscores, not starting with a digit',
      action: 'Rename the variable',
    },
    {
      code: 'DuplicateVariable',
      property,
      when: taken.includes(name),
      value: name,
      allowed: 'each name once, in `configuration` or in `secrets`',
      action: 'Remove one of the two',
    },
    {
      code: 'ConfigurationValueLength',
      property,
      when: length < 1 || length > STANDARD_TIER,
      value: `${length} characters`,
      allowed: `1 to ${STANDARD_TIER} characters`,
      action: 'Leave out an empty value, and read a long one from a file of the image or from a bucket',
    },
  ];
}

function fingerprint(scope: Construct, value: string): string {
  const resolved = JSON.stringify(Stack.of(scope).resolve(value));
  return createHash('sha256').update(resolved).digest('hex').slice(0, 8);
}
