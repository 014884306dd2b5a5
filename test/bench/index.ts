import { benchmark } from './benchmark';
import { measureStages } from './breakdown';
import { platform } from './cases';
import { STAGES } from './stages-process';

// Prints JSON alone on standard output. `npm run -s bench -- 5` runs 5 rounds instead of 24.
const [argument = '24'] = process.argv.slice(2);
const result = argument === STAGES ? measureStages(platform(3)) : benchmark(Number(argument));
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
