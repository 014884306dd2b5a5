import type { Stages } from './breakdown';
import { jsonFrom } from './child-process';

/** The argument with which this program measures the stages of one synthesis and nothing else. */
export const STAGES = 'stages';

/** The stages of one synthesis with all gates in a process of its own, where nothing is warm. */
export function coldStages(): Stages {
  return jsonFrom<Stages>(process.execPath, [process.argv[1], STAGES]);
}
