import * as rds from 'aws-cdk-lib/aws-rds';
import { companionPolicy } from './removal';
import type { DatabaseContext } from './topology-plan';

/** The parameter group of all instances, or of the cluster. */
export function parameterGroup(context: DatabaseContext, engine: rds.IEngine): rds.IParameterGroup {
  const { scope, parameters, identifier, removalPolicy } = context;
  return new rds.ParameterGroup(scope, 'Parameters', {
    engine,
    description: `Parameters of ${identifier}`,
    parameters,
    removalPolicy: companionPolicy(removalPolicy),
  });
}
