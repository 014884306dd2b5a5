/**
 * Zone letters per region, so that synthesis never has to ask an account.
 *
 * Only zones that every account can use are listed where AWS maps letters per account (ap-northeast-1, ca-central-1,
 * us-west-1). An account that has others states them: `zones` of the region.
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 */
const ZONE_LETTERS: Record<string, string> = {
  'af-south-1': 'abc',
  'ap-east-1': 'abc',
  'ap-northeast-1': 'acd',
  'ap-northeast-2': 'abcd',
  'ap-northeast-3': 'abc',
  'ap-south-1': 'abc',
  'ap-south-2': 'abc',
  'ap-southeast-1': 'abc',
  'ap-southeast-2': 'abc',
  'ap-southeast-3': 'abc',
  'ap-southeast-4': 'abc',
  'ca-central-1': 'abd',
  'ca-west-1': 'abc',
  'eu-central-1': 'abc',
  'eu-central-2': 'abc',
  'eu-north-1': 'abc',
  'eu-south-1': 'abc',
  'eu-south-2': 'abc',
  'eu-west-1': 'abc',
  'eu-west-2': 'abc',
  'eu-west-3': 'abc',
  'il-central-1': 'abc',
  'me-central-1': 'abc',
  'me-south-1': 'abc',
  'sa-east-1': 'abc',
  'us-east-1': 'abcdef',
  'us-east-2': 'abc',
  'us-west-1': 'ac',
  'us-west-2': 'abcd',
};

/** The regions whose zones are known without a look-up. */
export const KNOWN_REGIONS: readonly string[] = Object.keys(ZONE_LETTERS);

/** The zones of a region by name; empty when the region is unknown. */
export function zonesOf(region: string): string[] {
  return [...(ZONE_LETTERS[region] ?? '')].map((letter) => `${region}${letter}`);
}
