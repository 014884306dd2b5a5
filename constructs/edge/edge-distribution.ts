import { Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import { AccessLogBucket, LogDelivery } from '../security';
import { identityChecks, originChecks, pathChecks, waitingChecks } from './edge-distribution-checks';
import type { EdgeDistributionProps } from './edge-distribution-props';
import { EdgeOrigins, patternsOf } from './edge-origins';
import { errorResponse } from './error-page';
import type { IWebFirewall } from './firewall-reference';
import { securityHeaders } from './response-headers';
import { letCloudFrontRead, type StaticContent } from './static-origin';
import { FirewallScope, WebFirewall } from './web-firewall';
import { edgeRegionCheck, sameRegionCheck } from './web-firewall-checks';

/**
 * CloudFront in front of everything: static files from a private bucket, pages from internal load balancers, and the API
 * under its own name. HTTP/2 and HTTP/3, IPv6, brotli and gzip, a web ACL and access logs. It lives in a stack of
 * us-east-1.
 *
 * Survives, for GET, HEAD and OPTIONS of the application, the loss of the primary region: each request tries it first and
 * turns to the next region after 6 seconds without a connection, 20 seconds without an answer, or at once on 500, 502,
 * 503 and 504. Static files survive the loss of us-east-1 only with `staticReplica`.
 *
 * Writes do not fail over at the edge: CloudFront refuses POST, PUT, PATCH and DELETE on a path that fails over. Send
 * them to the API, whose name fails over in Route 53, or to `paths` of one region. While us-east-1 is lost the
 * distribution serves on, but nothing about it can be changed.
 */
export class EdgeDistribution extends Construct {
  /** The distribution. */
  public readonly distribution: cloudfront.Distribution;
  /** The web ACL in front of it. */
  public readonly firewall: IWebFirewall;
  /** The bucket of the static files. */
  public readonly staticBucket: s3.IBucket;
  /** The bucket of the access logs. */
  public readonly accessLogs: s3.IBucket;
  /** The certificate of the names. */
  public readonly certificate: acm.ICertificate;
  /** The name under which it is reached: the first of `domainNames`. */
  public readonly domainName: string;

  constructor(scope: Construct, id: string, props: EdgeDistributionProps) {
    super(scope, id);
    this.check(props);
    this.domainName = props.domainNames[0];
    this.certificate = props.certificate ?? this.requestCertificate(props);
    this.firewall = props.firewall ?? this.createFirewall(props);
    this.accessLogs = props.accessLogs ?? this.createAccessLogs(props);
    const content = this.staticContent(props);
    this.staticBucket = content[0].bucket;
    this.distribution = this.createDistribution(props, content);
    content.forEach((place) => letCloudFrontRead(this.distribution, place));
    props.domainNames.forEach((name) => this.createRecords(props.zone, name));
  }

  private check(props: EdgeDistributionProps): void {
    const region = Stack.of(this).region;
    validate(this, [
      edgeRegionCheck('DistributionOutsideUsEast1', 'stack', region),
      sameRegionCheck('LogsInOtherRegion', 'logVault', Stack.of(props.logVault).region, region),
      ...identityChecks(props),
      ...originChecks(props),
      ...waitingChecks(props),
      ...pathChecks(patternsOf(props)),
    ]);
  }

  private requestCertificate({ domainNames, zone }: EdgeDistributionProps): acm.ICertificate {
    const [domainName, ...others] = domainNames;
    return new acm.Certificate(this, 'Certificate', {
      domainName,
      subjectAlternativeNames: others.length > 0 ? others : undefined,
      validation: acm.CertificateValidation.fromDns(zone),
    });
  }

  private createFirewall({ logVault }: EdgeDistributionProps): IWebFirewall {
    return new WebFirewall(this, 'Firewall', { scope: FirewallScope.CLOUDFRONT, logVault });
  }

  private createAccessLogs({ logVault }: EdgeDistributionProps): s3.IBucket {
    return new AccessLogBucket(this, 'AccessLogs', {
      delivery: LogDelivery.ACCESS_CONTROL_LIST,
      accessLogs: logVault.accessLogs,
    }).bucket;
  }

  private staticContent({ staticBucket, staticReplica, logVault }: EdgeDistributionProps): StaticContent[] {
    const replicas = staticReplica ? [staticReplica] : [];
    const own = staticBucket && { bucket: staticBucket, key: staticBucket.encryptionKey };
    const made = () => ({ bucket: logVault.bucket(this, 'Static', { replicateTo: replicas }), key: logVault.key });
    return [own ?? made(), ...replicas];
  }

  private createDistribution(props: EdgeDistributionProps, content: StaticContent[]): cloudfront.Distribution {
    const responseHeadersPolicy =
      props.responseHeadersPolicy ?? securityHeaders(this, 'Headers', props.contentSecurityPolicy);
    const origins = new EdgeOrigins(this, props, { responseHeadersPolicy });
    const files = origins.files(content[0], content[1]);
    const distribution = new cloudfront.Distribution(this, 'Distribution', {
      ...this.settings(props),
      defaultBehavior: origins.default(files),
    });
    for (const { pattern, behavior } of origins.paths(files)) {
      distribution.addBehavior(pattern, behavior.origin, behavior);
    }
    return distribution;
  }

  private settings(props: EdgeDistributionProps): Omit<cloudfront.DistributionProps, 'defaultBehavior'> {
    return {
      comment: this.node.path.slice(0, 128),
      domainNames: props.domainNames,
      certificate: this.certificate,
      minimumProtocolVersion: props.minimumTls ?? cloudfront.SecurityPolicyProtocol.TLS_V1_2_2025,
      sslSupportMethod: cloudfront.SSLMethod.SNI,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      priceClass: props.priceClass ?? cloudfront.PriceClass.PRICE_CLASS_ALL,
      defaultRootObject: props.rootObject ?? 'index.html',
      webAclId: this.firewall.webAclArn,
      geoRestriction: props.geo._restriction,
      errorResponses: props.errorPages?.map(errorResponse),
      enableLogging: true,
      logBucket: this.accessLogs,
      logFilePrefix: `${this.node.id}/`,
    };
  }

  private createRecords(zone: route53.IHostedZone, name: string): void {
    const target = route53.RecordTarget.fromAlias(new CloudFrontTarget(this.distribution));
    new route53.ARecord(this, `A-${name}`, { zone, recordName: `${name}.`, target });
    new route53.AaaaRecord(this, `AAAA-${name}`, { zone, recordName: `${name}.`, target });
  }
}
