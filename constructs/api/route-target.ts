import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { validate } from '../core/errors';
import { ManagedPolicyRole } from '../security';
import type { ApiRoute } from './api-route';
import type { LoadBalancerLink } from './load-balancer-link';

/** How long the gateway waits for an answer; 29 seconds is what REST APIs allow without a raised quota. */
const PATIENCE = Duration.seconds(29);

/** What answers a route. */
export class RouteTarget {
  /** A load balancer inside the VPC. It sees the stage in front of the path: `/v1/orders/7`. */
  public static loadBalancer(link: LoadBalancerLink): RouteTarget {
    return new RouteTarget((_, route, stageName) => ({
      integration: link._integrate(route, stageName, PATIENCE),
      finish: (method) => link._finish(method),
    }));
  }

  /**
   * A queue: the body becomes a message and the caller gets 202 at once. Survives the loss of all workers: messages wait.
   */
  public static queue(queue: sqs.IQueue): RouteTarget {
    validate('RouteTarget.queue', [
      {
        code: 'QueueIsFifo',
        property: 'queue',
        when: queue.fifo,
        value: 'a FIFO queue',
        allowed: 'a standard queue',
        action: 'Use a standard queue, or RouteTarget.integration with a message group of your own',
      },
    ]);
    return new RouteTarget((scope, route) => ({ integration: queueIntegration(scope, route, queue) }));
  }

  /** An integration of your own. What tells cached answers apart is added to it. */
  public static integration(integration: apigateway.Integration): RouteTarget {
    return new RouteTarget(() => ({ integration }));
  }

  private constructor(private readonly bind: (scope: Construct, route: ApiRoute, stageName: string) => BoundTarget) {}

  /** @internal */
  public _bind(scope: Construct, route: ApiRoute, stageName: string): BoundTarget {
    return this.bind(scope, route, stageName);
  }
}

/** An integration, and what is left to do once its method exists. */
export interface BoundTarget {
  readonly integration: apigateway.Integration;
  readonly finish?: (method: apigateway.Method) => void;
}

function queueIntegration(scope: Construct, route: ApiRoute, queue: sqs.IQueue): apigateway.Integration {
  return new apigateway.AwsIntegration({
    service: 'sqs',
    path: `${Stack.of(scope).account}/${queue.queueName}`,
    integrationHttpMethod: 'POST',
    options: {
      credentialsRole: senderRole(scope, `${route.method}-Sender`, queue),
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      requestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' },
      integrationResponses: [
        { statusCode: '202', responseTemplates: { 'application/json': '{"accepted":true}' } },
        {
          statusCode: '503',
          selectionPattern: '[45]\\d{2}',
          responseTemplates: { 'application/json': '{"accepted":false}' },
        },
      ],
    },
  });
}

function senderRole(scope: Construct, id: string, queue: sqs.IQueue): iam.IRole {
  const statements = [new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] })];
  const key = queue.encryptionMasterKey?.keyArn;
  if (key)
    statements.push(new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key] }));
  const assumedBy = new iam.ServicePrincipal('apigateway.amazonaws.com');
  return new ManagedPolicyRole(scope, id, { assumedBy, statements });
}
