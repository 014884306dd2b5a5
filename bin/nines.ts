#!/usr/bin/env node
import { join } from 'node:path';
import { run } from '../lib/cli/run';

// Compiled to dist/bin: the package is two levels up.
void run(join(__dirname, '..', '..'));
