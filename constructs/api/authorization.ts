import { Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { validate } from '../core/errors';

/** Who may call an API. */
export class Authorization {
  /**
   * Users of Cognito pools, by their ID token in the `Authorization` header. The pools of all regions that a token may
   * come from: a pool is a regional service.
   */
  public static cognito(userPools: cognito.IUserPool[]): Authorization {
    validate('Authorization.cognito', [
      {
        code: 'NoUserPools',
        property: 'userPools',
        when: userPools.length === 0,
        value: userPools,
        allowed: 'at least one user pool',
        action: 'Name the pools whose users are let in',
      },
    ]);
    return new Authorization('cognito', (scope) => ({
      authorizationType: apigateway.AuthorizationType.COGNITO,
      authorizer: new apigateway.CognitoUserPoolsAuthorizer(scope, 'Authorizer', { cognitoUserPools: userPools }),
    }));
  }

  /**
   * Principals of AWS accounts that IAM lets in, by the signature of their request. The same in every region, without a
   * service that could fail.
   */
  public static iam(): Authorization {
    return new Authorization('iam', () => ({ authorizationType: apigateway.AuthorizationType.IAM }));
  }

  /** Whoever your own function lets in, by the token in the `Authorization` header. */
  public static function(handler: lambda.IFunction): Authorization {
    return new Authorization('function', (scope) => ({
      authorizationType: apigateway.AuthorizationType.CUSTOM,
      authorizer: new apigateway.TokenAuthorizer(scope, 'Authorizer', { handler }),
    }));
  }

  private constructor(
    private readonly kind: string,
    private readonly options: (scope: Construct) => apigateway.MethodOptions,
  ) {}

  /**
   * Whether the `Authorization` header is another one in each request of the same caller.
   * @internal
   */
  public get _signsEachRequest(): boolean {
    return this.kind === 'iam';
  }

  /** @internal */
  public _bind(scope: Construct): apigateway.MethodOptions {
    return this.options(scope);
  }

  /**
   * Records why a method has no Cognito authorizer, which one policy rule takes for the only one there is.
   * @internal
   */
  public _acknowledge(method: apigateway.Method): void {
    if (this.kind === 'cognito') return;
    Validations.of(method).acknowledge({
      id: 'AwsSolutions::AwsSolutions-COG4',
      reason: `The method is authorized, by ${this.kind === 'iam' ? 'IAM' : 'a function'} instead of Cognito.`,
    });
  }
}
