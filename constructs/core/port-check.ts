import type { Check } from './errors';

/** A TCP or UDP port has to be a literal number: policy checks cannot read a token of another resource. */
export function portCheck(port: number, property = 'port'): Check {
  return {
    code: 'PortOutOfRange',
    property,
    when: !Number.isInteger(port) || port < 1 || port > 65535,
    value: port,
    allowed: 'a literal whole number from 1 to 65535',
    action: 'State the port as a number, not as a token of another resource',
  };
}
