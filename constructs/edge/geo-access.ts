import { GeoRestriction } from 'aws-cdk-lib/aws-cloudfront';
import { type Check, validate } from '../core/errors';

/**
 * From which countries a distribution can be used. There is no default: this is a decision of law and business. Countries
 * are found by the address of the client, so a VPN gets around it.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/georestrictions.html
 */
export class GeoAccess {
  /** Only from these countries, as ISO 3166-1 codes of two letters. */
  public static allow(...countries: string[]): GeoAccess {
    validate('GeoAccess', [countriesCheck(countries)]);
    return new GeoAccess(GeoRestriction.allowlist(...countries));
  }

  /** From everywhere but these countries, as ISO 3166-1 codes of two letters. */
  public static deny(...countries: string[]): GeoAccess {
    validate('GeoAccess', [countriesCheck(countries)]);
    return new GeoAccess(GeoRestriction.denylist(...countries));
  }

  /** From everywhere. The policy pack of AWS Solutions reports this (CFR1). */
  public static everywhere(): GeoAccess {
    return new GeoAccess();
  }

  private constructor(
    /** @internal */
    public readonly _restriction?: GeoRestriction,
  ) {}
}

function countriesCheck(countries: string[]): Check {
  return {
    code: 'CountryCodeInvalid',
    property: 'countries',
    when: countries.length === 0 || countries.some((country) => !/^[A-Z]{2}$/.test(country)),
    value: countries,
    allowed: 'at least one ISO 3166-1 code of two capital letters, for example DE',
    action: 'Correct the codes, or say GeoAccess.everywhere()',
  };
}
