import { Stack, Token, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { findingName } from './finding-name';

/** Characters of one policy document; IAM takes 6,144, the rest is slack for tokens that grow when resolved. */
const ROOM_PER_POLICY = 5000;

/** Managed policies on a role, unless the account's quota was raised. */
const POLICIES_PER_ROLE = 10;

/** A role without inline policies. */
export interface ManagedPolicyRoleProps {
  /** Who may assume the role. */
  readonly assumedBy: iam.IPrincipal;
  /**
   * What the role is for.
   * @default - no description
   */
  readonly description?: string;
  /**
   * Statements to start with.
   * @default - none; grants add theirs
   */
  readonly statements?: iam.PolicyStatement[];
}

/** An action or resource that ends in a wildcard. */
export class Wildcard {
  /** An action, for example `s3:Get*`. */
  public static action(action: string): Wildcard {
    return new Wildcard('Action', action);
  }

  /** A resource, for example `*` or the objects of a bucket. */
  public static resource(resource: string): Wildcard {
    return new Wildcard('Resource', resource);
  }

  private constructor(
    /** @internal */
    public readonly _kind: string,
    /** @internal */
    public readonly _text: string,
  ) {}
}

/**
 * A role whose grants land in customer-managed policies instead of inline ones, as NIST 800-53, HIPAA and PCI DSS ask.
 *
 * Every `grant*()` of every L2 works as usual. When a policy fills up, the next one is opened; more than ten are an
 * error at synthesis. A construct that passes its own role no longer gets the basic permissions that the CDK adds to
 * the roles it makes (logs, network interfaces): state them.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class ManagedPolicyRole extends iam.Role {
  private readonly holders: iam.ManagedPolicy[] = [];
  private readonly wildcards: [Wildcard, string][] = [];
  private room = 0;

  constructor(scope: Construct, id: string, props: ManagedPolicyRoleProps) {
    super(scope, id, { assumedBy: props.assumedBy, description: props.description });
    props.statements?.forEach((statement) => this.addToPrincipalPolicy(statement));
    this.node.addValidation({ validate: () => this.tooManyPolicies() });
    this.node.addValidation({ validate: () => this.recordWildcards() });
  }

  /** Adds a statement to the role's newest managed policy. */
  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const size = JSON.stringify(statement.toStatementJson()).length;
    if (size > this.room) this.openPolicy();
    this.room -= size;
    const current = this.holders[this.holders.length - 1];
    current.addStatements(statement);
    return { statementAdded: true, policyDependable: current };
  }

  /**
   * Records why a wildcard in this role's policies cannot be narrowed, on the role and nowhere else.
   *
   * Tokens are welcome: `Wildcard.resource(bucket.arnForObjects('*'))`.
   */
  public acknowledgeWildcard(wildcard: Wildcard, reason: string): void {
    this.wildcards.push([wildcard, reason]);
  }

  /** References to other stacks have their final form only now; the finding is named after that form. */
  private recordWildcards(): string[] {
    for (const [wildcard, reason] of this.wildcards) {
      const { _kind: kind, _text: text } = wildcard;
      const resolved: unknown = Token.isUnresolved(text) ? Stack.of(this).resolve(text) : text;
      const name = `${kind}::${findingName(resolved)}`;
      Validations.of(this).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[${name}]`, reason });
    }
    return [];
  }

  private openPolicy(): void {
    this.holders.push(new iam.ManagedPolicy(this, `Grants${this.holders.length}`, { roles: [this] }));
    this.room = ROOM_PER_POLICY;
  }

  private tooManyPolicies(): string[] {
    const count = this.holders.length;
    if (count <= POLICIES_PER_ROLE) return [];
    const limit = `allowed: at most ${POLICIES_PER_ROLE}`;
    return [`[TooManyManagedPolicies] the role needs ${count} managed policies; ${limit}. Split the role.`];
  }
}
