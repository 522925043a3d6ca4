// npm run check [-- --fix]: every gate that is no test. All run, all failures are shown.
import { gates } from './check/gates.mjs';
import { runGates } from './check/run-gates.mjs';

process.exitCode = await runGates(gates({ fix: process.argv.includes('--fix') }));
