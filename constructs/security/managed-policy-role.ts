import { Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

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
  private room = 0;

  constructor(scope: Construct, id: string, props: ManagedPolicyRoleProps) {
    super(scope, id, { assumedBy: props.assumedBy, description: props.description });
    props.statements?.forEach((statement) => this.addToPrincipalPolicy(statement));
    this.node.addValidation({ validate: () => this.tooManyPolicies() });
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
   * Records why a wildcard in this role's policies cannot be narrowed.
   *
   * `finding` is what stands in the brackets of the AwsSolutions-IAM5 finding, for example `Resource::*`.
   */
  public acknowledgeWildcard(finding: string, reason: string): void {
    Validations.of(this).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[${finding}]`, reason });
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
