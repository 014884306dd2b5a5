/** `1234567` as `1,234,567`, whatever the locale. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `0.213` as `22 %`: rounded up, so that what is little does not look like nothing. */
export function percent(share: number): string {
  return `${Math.ceil(Math.round(share * 1000) / 10)} %`;
}

/** `1 stack`, `2 stacks`. */
export function counted(value: number, noun: string): string {
  return `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `1234` milliseconds as `1.2 s`. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
