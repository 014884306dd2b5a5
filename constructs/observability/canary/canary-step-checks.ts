import { Token } from 'aws-cdk-lib';
import type { Check } from '../../core/errors';
import { CanaryMethod } from './canary-method';
import type { CanaryPage, CanaryRequest, CanaryStepOptions } from './canary-step';

/** What a value that is known only at deployment looks like inside a text. */
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// Line breaks would end the header, and the request with it.
const HEADER_VALUE = /^[\t\x20-\x7e]*$/;

/** For `GET https://example.com/api/health`: get-api-health. */
export function stepName(kind: string, { name, url }: CanaryStepOptions): string {
  const path = parse(url)?.pathname ?? '';
  return (
    name ??
    `${kind}${path}`
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/-$/, '')
      .slice(0, 60)
  );
}

export function requestChecks(name: string, request: CanaryRequest): Check[] {
  const { method, text, json, headers = {}, serverName = 'example.com' } = request;
  const wrong = Object.entries(headers).filter(([key, value]) => !HEADER_NAME.test(key) || !HEADER_VALUE.test(value));
  return [
    ...stepChecks(name, request),
    {
      code: 'HeaderInvalid',
      property: 'headers',
      when: wrong.length > 0,
      value: wrong.map(([key]) => key),
      allowed: 'names of letters, digits and -, values of printable ASCII characters',
      action: 'Correct the headers',
    },
    {
      code: 'ServerNameInvalid',
      property: 'serverName',
      when: !Token.isUnresolved(serverName) && !/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(serverName),
      value: serverName,
      allowed: 'a host name in lower case, for example api.example.com',
      action: 'State the name that users call',
    },
    {
      code: 'NothingToRead',
      property: 'method',
      when: method === CanaryMethod.HEAD && (text !== undefined || json !== undefined),
      value: method,
      allowed: 'a method whose answer has a body',
      action: 'Use GET, or expect only a status',
    },
  ];
}

export function pageChecks(name: string, page: CanaryPage): Check[] {
  return [
    ...stepChecks(name, page),
    {
      code: 'SelectorEmpty',
      property: 'selector',
      when: page.selector?.trim() === '',
      value: page.selector,
      allowed: 'a CSS selector',
      action: 'Select something that only a page that works shows, or leave it out',
    },
  ];
}

function stepChecks(name: string, { text, timeLimit, ...address }: CanaryStepOptions): Check[] {
  const milliseconds = timeLimit?.toMilliseconds({ integral: false }) ?? 1000;
  return [
    ...urlChecks(address),
    {
      code: 'StepNameInvalid',
      property: 'name',
      when: !/^[A-Za-z0-9][\w-]{0,59}$/.test(name),
      value: name,
      allowed: '1 to 60 letters, digits, - and _',
      action: 'Name the step, for example home',
    },
    {
      code: 'TextEmpty',
      property: 'text',
      when: text === '',
      value: text,
      allowed: 'text that only the right answer contains',
      action: 'Every answer contains nothing: expect a word of the page',
    },
    {
      code: 'TimeLimitOutOfRange',
      property: 'timeLimit',
      when: !Number.isInteger(milliseconds) || milliseconds < 100 || milliseconds > 300_000,
      value: timeLimit?.toString(),
      allowed: 'whole milliseconds from 0.1 to 300 seconds',
      action: 'State how long a user would wait',
    },
  ];
}

function urlChecks({ url, plainHttp = false }: CanaryStepOptions): Check[] {
  const parsed = parse(url);
  const { protocol } = parsed ?? {};
  return [
    {
      code: 'UrlInvalid',
      property: 'url',
      when: !isDeferred(url) && protocol !== 'https:' && protocol !== 'http:',
      value: url,
      allowed: 'an address that begins with https:// and a host',
      action: 'State the whole address that users would call',
    },
    {
      code: 'PlainHttp',
      property: 'url',
      when: protocol === 'http:' && !plainHttp,
      value: url,
      allowed: 'https://, or `plainHttp: true`',
      action: 'Probe what users use, which is encrypted; say `plainHttp` for a redirect to it',
    },
    {
      code: 'PasswordInUrl',
      property: 'url',
      when: parsed !== undefined && (parsed.username !== '' || parsed.password !== ''),
      value: parsed?.host,
      allowed: 'an address without user and password',
      action: 'The address stands in the template, in logs and reports: probe an entry that needs no secret',
    },
  ];
}

/** Known only at deployment, from its first character. */
function isDeferred(url: string): boolean {
  return Token.isUnresolved(url) && !/^https?:/.test(url);
}

/** The address with a word for what is known only at deployment. */
function parse(url: string): URL | undefined {
  const text = url.replace(TOKEN, 'token');
  return /^https?:\/\/[^/]/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}
