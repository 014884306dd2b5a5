import {
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
} from 'aws-cdk-lib';
import type { StageClock } from './stage-clock';

/** A plugin that announces itself when its turn comes. */
export class TimedPlugin implements IPolicyValidationPlugin {
  public readonly name: string;
  public readonly version?: string;
  public readonly ruleIds?: string[];

  constructor(
    private readonly plugin: IPolicyValidationPlugin,
    private readonly clock: StageClock,
  ) {
    this.name = plugin.name;
    this.version = plugin.version;
    this.ruleIds = plugin.ruleIds;
  }

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    this.clock.begin(this.name);
    return this.plugin.validate(context);
  }
}

/**
 * The schema validator, announcing itself. A subclass and not a decorator: the CDK leaves out its own instance only when
 * it finds another one of this class.
 */
export class TimedSchemaValidator extends CloudFormationValidatePlugin {
  constructor(private readonly clock: StageClock) {
    super();
  }

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    this.clock.begin(this.name);
    return super.validate(context);
  }
}
