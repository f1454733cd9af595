#!/usr/bin/env node
import { inspect } from 'node:util';
import { runProgram } from './program.ts';
import { processTerminal } from './terminal.ts';

try {
  process.exitCode = await runProgram(process.argv.slice(2), processTerminal());
} catch (error) {
  // Everything that a person or a gateway can get wrong was told above; exit code 1 would look like a verdict.
  process.stderr.write(`a mistake in Gatewright itself, please report it:\n${inspect(error)}\n`);
  process.exitCode = 70;
}
