import { Annotations, Duration } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { type AppStack, hostedZone } from './app-stack';
import { BareStack } from './bare-stack';
import { cachePolicies, securityHeaders } from './edge-policies';
import { firewall } from './firewall';
import { accessLogBucket, CLOSED_BUCKET } from './pieces';
import { platformKey } from './platform-key';
import { DOMAIN } from './settings';

const NAME = `www.${DOMAIN}`;
const CONNECTION = { connectionTimeout: Duration.seconds(3), connectionAttempts: 2 };

/** CloudFront with its firewall, certificate and static files. */
export class EdgeStack extends BareStack {
  readonly key: kms.Key;
  readonly distribution: cloudfront.Distribution;
  private readonly serverLogs: s3.Bucket;

  constructor(
    scope: Construct,
    id: string,
    private readonly app: AppStack,
  ) {
    super(scope, id, 'CloudFront with its firewall, certificate and static files');
    this.key = platformKey(this);
    this.serverLogs = accessLogBucket(this, 'ServerLogs', { serverAccessLogsPrefix: 'self/' });
    const zone = hostedZone(this);
    this.distribution = this.createDistribution(zone);
    const target = route53.RecordTarget.fromAlias(new CloudFrontTarget(this.distribution));
    new route53.ARecord(this, 'A', { zone, recordName: `${NAME}.`, target });
    new route53.AaaaRecord(this, 'Aaaa', { zone, recordName: `${NAME}.`, target });
  }

  private createDistribution(zone: route53.IHostedZone): cloudfront.Distribution {
    const { files, pages, immutable } = this.behaviors();
    return new cloudfront.Distribution(this, 'Distribution', {
      domainNames: [NAME],
      certificate: this.certificate(zone),
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2025,
      sslSupportMethod: cloudfront.SSLMethod.SNI,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      priceClass: cloudfront.PriceClass.PRICE_CLASS_ALL,
      defaultRootObject: 'index.html',
      webAclId: firewall(this, 'Firewall', { scope: 'CLOUDFRONT', key: this.key }).attrArn,
      geoRestriction: cloudfront.GeoRestriction.denylist('KP'),
      enableLogging: true,
      logBucket: this.accessLogs(),
      logFilePrefix: 'edge/',
      defaultBehavior: files,
      additionalBehaviors: { '/app/*': pages, '/assets/*': immutable },
    });
  }

  private behaviors() {
    const cache = cachePolicies(this);
    const { ALLOW_ALL, ALLOW_GET_HEAD_OPTIONS } = cloudfront.AllowedMethods;
    const shared = {
      responseHeadersPolicy: securityHeaders(this),
      compress: true,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    };
    const reading = { ...shared, origin: this.staticOrigin(), allowedMethods: ALLOW_GET_HEAD_OPTIONS };
    return {
      files: { ...reading, cachePolicy: cache.files },
      immutable: { ...reading, cachePolicy: cache.immutable },
      pages: {
        ...shared,
        origin: this.applicationOrigin(),
        cachePolicy: cache.dynamic,
        allowedMethods: ALLOW_ALL,
        originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER,
      },
    };
  }

  private staticOrigin(): cloudfront.IOrigin {
    const bucket = new s3.Bucket(this, 'Static', {
      ...CLOSED_BUCKET,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      lifecycleRules: [{ id: 'OldVersions', noncurrentVersionExpiration: Duration.days(90) }],
      serverAccessLogsBucket: this.serverLogs,
      serverAccessLogsPrefix: 'static/',
    });
    const originAccessControl = new cloudfront.S3OriginAccessControl(this, 'StaticAccess', {
      signing: cloudfront.Signing.SIGV4_ALWAYS,
    });
    // The key cannot name the distribution, which depends on the bucket and so on the key.
    Annotations.of(this).acknowledgeWarning('@aws-cdk/aws-cloudfront-origins:wildcardKeyPolicyForOac');
    return origins.S3BucketOrigin.withOriginAccessControl(bucket, { ...CONNECTION, originAccessControl });
  }

  private applicationOrigin(): cloudfront.IOrigin {
    return origins.VpcOrigin.withApplicationLoadBalancer(this.app.web.loadBalancer, {
      ...CONNECTION,
      readTimeout: Duration.seconds(30),
      protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
    });
  }

  private certificate(zone: route53.IHostedZone): acm.ICertificate {
    const validation = acm.CertificateValidation.fromDns(zone);
    return new acm.Certificate(this, 'Certificate', { domainName: NAME, validation });
  }

  private accessLogs(): s3.Bucket {
    return accessLogBucket(this, 'AccessLogs', {
      objectOwnership: s3.ObjectOwnership.OBJECT_WRITER,
      serverAccessLogsBucket: this.serverLogs,
      serverAccessLogsPrefix: 'access-logs/',
    });
  }
}
