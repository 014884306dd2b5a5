/**
 * What the canary uses of the library that its runtime brings, which no package registry has.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Nodejs_Playwright.html
 */
declare module '@aws/synthetics-playwright' {
  /** A page of Playwright. */
  export interface Page {
    goto(url: string, options: { waitUntil: 'load'; timeout: number }): Promise<{ status(): number } | null>;
    content(): Promise<string>;
    waitForSelector(selector: string, options: { timeout: number }): Promise<unknown>;
  }

  export interface StepOptions {
    continueOnStepFailure?: boolean;
    screenshotOnStepStart?: boolean;
    screenshotOnStepSuccess?: boolean;
    screenshotOnStepFailure?: boolean;
  }

  export const synthetics: {
    launch(): Promise<object>;
    newPage(browser: object): Promise<Page>;
    close(): Promise<void>;
    executeStep<T>(name: string, step: () => Promise<T>, options?: StepOptions, page?: Page): Promise<T>;
  };
}
