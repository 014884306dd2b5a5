import type { RelationalDatabaseProps } from './relational-database-props';
import type { TopologyPlan, Warning } from './topology-plan';

/** What was chosen that is legal but risky. */
export function databaseWarnings(plan: TopologyPlan, props: RelationalDatabaseProps): Warning[] {
  const { pooling, backup, passwordRotation } = props;
  const choices: [boolean, Warning][] = [
    [plan.isPoolable && pooling !== undefined && !pooling._proxy, UNPOOLED],
    [backup !== undefined && !backup._choice && !backup._isElsewhere, UNSAVED],
    [passwordRotation !== undefined && !passwordRotation._interval, UNROTATED],
  ];
  return [...plan.warnings(), ...choices.filter(([chosen]) => chosen).map(([, warning]) => warning)];
}

const UNPOOLED = {
  code: 'NoConnectionPooling',
  message:
    'Every client holds connections of its own, of which RDS configures at most 5,000: a burst of clients uses them up',
};
const UNSAVED = {
  code: 'NoBackupPlan',
  message: 'There are 0 backups in a vault: whoever deletes the database can delete every copy of it',
};
const UNROTATED = {
  code: 'NoPasswordRotation',
  message: 'The password of the administrator never changes',
};
