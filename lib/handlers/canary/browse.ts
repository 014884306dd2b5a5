import { type Page, synthetics } from '@aws/synthetics-playwright';
import type { Answer } from './judge';
import type { ProbeStep } from './step';

/** A browser that is started for the first page, and not at all when there is none. */
export class LazyBrowser {
  private browser?: Promise<object>;

  /** A new page. */
  public async page(): Promise<Page> {
    this.browser ??= synthetics.launch();
    return synthetics.newPage(await this.browser);
  }

  /** Ends the browser, if there is one. */
  public async close(): Promise<void> {
    if (this.browser) await synthetics.close();
  }
}

/** Loads the page of a step with all that belongs to it; the answer is what it looks like in the end. */
export async function browse(page: Page, { url, timeLimit, selector }: ProbeStep): Promise<Answer> {
  const deadline = Date.now() + timeLimit;
  const response = await page.goto(url, { waitUntil: 'load', timeout: timeLimit });
  // A timeout of 0 would be none at all.
  const rest = Math.max(1, deadline - Date.now());
  if (selector !== undefined) await page.waitForSelector(selector, { timeout: rest });
  return { status: response?.status() ?? 0, body: await page.content() };
}
