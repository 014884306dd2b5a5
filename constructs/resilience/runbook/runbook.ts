import { type Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { RecoveryObjective } from '../../core';
import { type Check, validate } from '../../core/errors';
import { ManagedPolicyRole, Wildcard } from '../../security';
import { procedureChecks } from './runbook-checks';
import { allSteps, APPROVAL, documentOf, flowOf, longestDuration, type RunbookFlow } from './runbook-document';
import type { RunbookProcedure } from './runbook-procedure';
import { RunbookStep } from './runbook-step';
import type { ApprovalOptions } from './runbook-step-options';

/** Characters that a document may have. */
const LONGEST_DOCUMENT = 64 * 1024;

/** A runbook. */
export interface RunbookProps {
  /** What it does: one of the library's procedures, or your own. */
  readonly procedure: RunbookProcedure;
  /**
   * Whether a run that does not say so is a dry run.
   * @default true
   */
  readonly dryRunByDefault?: boolean;
  /**
   * Who has to agree between the preconditions and the first change.
   * @default - nobody: whoever may start the runbook decides
   */
  readonly approval?: ApprovalOptions;
  /**
   * What the run may take; a runbook that can take longer is an error.
   * @default - no limit
   */
  readonly recovery?: RecoveryObjective;
  /**
   * Name of the document, 3 to 128 letters, digits and `_-.`.
   * @default - CloudFormation chooses
   */
  readonly documentName?: string;
}

/**
 * A procedure that people start, as a document of Systems Manager Automation: it checks its preconditions, stops if one
 * does not hold, and only then changes something, step by step, each with a time limit. With `DryRun` it checks the
 * preconditions, says what it would change, and ends. Who starts it needs `ssm:StartAutomationExecution` and may pass its
 * role.
 *
 * Survives the loss of whatever else would have done it: it needs Systems Manager and the control planes of this region.
 * Put it into the region that takes over, since a runbook in a lost region helps nobody.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-automation.html
 */
export class Runbook extends Construct {
  /** The document. */
  public readonly document: ssm.CfnDocument;
  /** Name of the document, to start it by. */
  public readonly documentName: string;
  /** What it runs as: it may do what its steps do and nothing else. */
  public readonly role: iam.IRole;
  /**
   * What a run takes at most: the time limits along the longest way. Automation itself needs a few seconds between steps
   * on top of it.
   */
  public readonly longestDuration: Duration;

  constructor(scope: Construct, id: string, props: RunbookProps) {
    super(scope, id);
    const { _props: procedure } = props.procedure;
    const flow = flowOf(procedure, props.approval && RunbookStep.approve(APPROVAL, props.approval));
    const show = (value: unknown) => JSON.stringify(value) ?? '';
    validate(this, [...procedureChecks(procedure, flow, show), ...approvalChecks(props.approval)]);
    this.longestDuration = longestDuration(flow);
    const role = this.createRole(flow);
    this.role = role;
    const content = documentOf({
      description: `${procedure.description} Takes at most ${inWords(this.longestDuration)}.`,
      flow,
      parameters: procedure.parameters ?? [],
      outputs: procedure.outputs ?? [],
      roleArn: role.roleArn,
      dryRunByDefault: props.dryRunByDefault ?? true,
    });
    validate(this, this.sizeChecks(props.recovery, this.lengthOf(content)));
    this.document = new ssm.CfnDocument(this, 'Document', {
      name: props.documentName,
      documentType: 'Automation',
      documentFormat: 'JSON',
      // A new version instead of a new document: its name may be written down somewhere.
      updateMethod: 'NewVersion',
      content,
    });
    this.documentName = this.document.ref;
  }

  /** Lets somebody start the runbook: dry or not, in this region. */
  public grantStart(grantee: iam.IGrantable): iam.Grant {
    const { partition, region, account } = Stack.of(this);
    const definition = `arn:${partition}:ssm:${region}:${account}:automation-definition/${this.documentName}:$DEFAULT`;
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['ssm:StartAutomationExecution'],
      resourceArns: [definition],
    }).combine(iam.Grant.addToPrincipal({ grantee, actions: ['iam:PassRole'], resourceArns: [this.role.roleArn] }));
  }

  private createRole(flow: RunbookFlow): ManagedPolicyRole {
    const { partition, account } = Stack.of(this);
    const steps = allSteps(flow);
    const role = new ManagedPolicyRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('ssm.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:ssm:*:${account}:automation-execution/*` },
        },
      }),
      statements: steps.flatMap((step) => step._statements),
    });
    for (const [resource, reason] of new Map(steps.flatMap((step) => step._wildcards))) {
      role.acknowledgeWildcard(Wildcard.resource(resource), reason);
    }
    return role;
  }

  /** Names that only CloudFormation knows are short here and long there: resolving takes time, so only what may be near. */
  private lengthOf(content: object): number {
    const rough = JSON.stringify(content).length;
    return rough < LONGEST_DOCUMENT / 4 ? rough : JSON.stringify(Stack.of(this).resolve(content)).length;
  }

  private sizeChecks(recovery: RecoveryObjective | undefined, length: number): Check[] {
    const { longestDuration: longest } = this;
    return [
      {
        code: 'RunbookTooSlow',
        property: 'recovery.rto',
        when: recovery !== undefined && longest.toSeconds() > recovery.rto.toSeconds({ integral: false }),
        value: recovery?.rto.toString(),
        allowed: `at least ${inWords(longest)}, which a run can take`,
        action: 'Shorten time limits, or state how long recovery may really take',
      },
      {
        code: 'RunbookTooLong',
        property: 'procedure.steps',
        when: length > LONGEST_DOCUMENT,
        value: length,
        allowed: `at most ${LONGEST_DOCUMENT} characters`,
        action: 'Split the runbook',
      },
    ];
  }
}

function approvalChecks(approval?: ApprovalOptions): Check[] {
  if (!approval) return [];
  const { approvers, minimum = 1 } = approval;
  return [
    {
      code: 'ApproversOutOfRange',
      property: 'approval.approvers',
      when: approvers.length < 1 || approvers.length > 10 || minimum < 1 || minimum > approvers.length,
      value: approvers.length,
      allowed: `1 to 10, at least the ${minimum} who have to agree`,
      action: 'Name the roles who decide',
    },
  ];
}

function inWords(duration: Duration): string {
  const minutes = Math.ceil(duration.toMinutes({ integral: false }));
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 6) / 10} hours`;
}
