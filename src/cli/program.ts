import { Command, CommanderError, Option } from 'commander';
import { DescriptionError } from '../core/errors.ts';
import { createFaultText } from './fault-text.ts';
import type {
  LintFlags,
  MockFlags,
  NewContractFlags,
  NewWorkflowFlags,
  ParityFlags,
  ReportFlags,
  RunFlags,
} from './flags.ts';
import { collect, mockFault, port, project, reports, selector, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';
import { version } from '../run/version.ts';

/**
 * Carries out one command line and tells its exit code: 0 all as it should be, 1 a verdict, 2 usage, configuration or
 * description, 3 infrastructure only, 4 harm, 130 and 143 interrupted.
 */
export async function runProgram(words: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const carryOut = (command: () => Promise<number>) => async (): Promise<void> => {
    exitCode = await command();
  };
  const program = createProgram(terminal, carryOut);
  try {
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof DescriptionError)) throw error;
    terminal.complain(createFaultText(terminal.color)(error));
    return 2;
  }
}

type CarryOut = (command: () => Promise<number>) => () => Promise<void>;

function createProgram(terminal: Terminal, carryOut: CarryOut): Command {
  const program = new Command('gatewright')
    .description('Contract tests and workflow automation for HTTP APIs')
    .version(version)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
      outputError: (text) => terminal.complain(createFaultText(terminal.color)(usageError(text))),
    });
  addRun(program, (selectors, flags) =>
    carryOut(async () => (await import('./run-command.ts')).runCommand(selectors, flags, terminal))(),
  );
  addLint(program, (flags) => carryOut(async () => (await import('./lint-command.ts')).lintCommand(flags, terminal))());
  addMock(program, (flags) => carryOut(async () => (await import('./mock-command.ts')).mockCommand(flags, terminal))());
  addParity(program, (selectors, flags) =>
    carryOut(async () => (await import('./parity-command.ts')).parityCommand(selectors, flags, terminal))(),
  );
  addReport(program, (run, flags) =>
    carryOut(async () => (await import('./report-command.ts')).reportCommand(run, flags, terminal))(),
  );
  const newFile = program.command('new').description('propose a file for a person to finish');
  addNewContract(newFile, (names, flags) =>
    carryOut(async () => (await import('./new-command.ts')).newContractCommand(names, flags, terminal))(),
  );
  addNewWorkflow(newFile, (name, flags) =>
    carryOut(async () => (await import('./new-workflow-command.ts')).newWorkflowCommand(name, flags, terminal))(),
  );
  return program;
}

/** `error: option '--repeat <times>' argument '0' is invalid. expected ...`, in the shape of all our messages. */
function usageError(text: string): DescriptionError {
  const [, said = text, near] = /^error: (.*?)(?:\n\(Did you mean (.*)\?\))?\s*$/s.exec(text) ?? [];
  const remedy = near === undefined ? 'npx gatewright --help shows what there is' : `did you mean "${near}"?`;
  const [, option, actual, expected] =
    /^(?:option|command-argument value) '?(.*?)'? argument '(.*)' is invalid\. (.*)$/s.exec(said) ?? [];
  if (option === undefined || actual === undefined || expected === undefined) {
    return new DescriptionError([{ code: 'USAGE', message: said, remedy }]);
  }
  const message = `${option} has a wrong value`;
  const wanted = expected.replace(/^Allowed choices are (.*)\.$/, 'one of: $1');
  return new DescriptionError([{ code: 'USAGE', message, expected: wanted, actual }]);
}

function addRun(program: Command, action: (selectors: string[], flags: RunFlags) => Promise<void>): void {
  program
    .command('run')
    .description('run workflows against a gateway and check every response against the contracts')
    .argument(...selector)
    .addOption(project())
    .option('--gateway <name>', 'gateway of gateways.yaml (repeatable; default: the one named there)', collect, [])
    .option('--base-url <url>', 'address to use instead of the one in gateways.yaml')
    .option('--tag <tag>', 'only workflows with this tag (repeatable)', collect, [])
    .option('--input <name=value>', 'give an input to the selected workflows (repeatable)', collect, [])
    .option('--row <id>', 'only this row of the selected workflows (repeatable)', collect, [])
    .option('--last-failed', 'only what failed in the last run')
    .option('--to <step>', 'stop after this step')
    .option('--keep', "leave what the workflows created: no clean-up, and the mock's data stays in the run folder")
    .option('--seed <text>', 'seed of the names that a run creates, and of what the mock gets wrong by chance')
    .option('--repeat <times>', 'run each workflow this many times', wholeNumber, 1)
    .option('--until-fail', 'with --repeat: stop at the first failure')
    .option('--rerun <times>', 'run a failed workflow again, up to this many times; passed then is flaky', wholeNumber)
    .option('--lanes <number>', 'workflows at the same time', wholeNumber)
    .option('--timeout <ms>', 'how long one answer may take', wholeNumber)
    .option(
      '--contract <kind=strictness>',
      'how a kind of check counts, as in undeclared=error (repeatable)',
      collect,
      [],
    )
    .addOption(new Option('--bodies <which>', 'bodies kept in the record').choices(['failed', 'all']).default('failed'))
    .addOption(mockFault())
    .addOption(reports())
    .option('--report', 'render the Allure page after the run')
    .option('--no-allure', 'write no Allure results: `gatewright report` makes them from the record')
    .option('--watch', 'run again whenever a contract or workflow changes')
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', '\nexample:\n  npx gatewright run mysqldb/course-lifecycle --to read-back --keep')
    .action(action);
}

function addLint(program: Command, action: (flags: LintFlags) => Promise<void>): void {
  program
    .command('lint')
    .description('find faults in contracts, workflows and gateways.yaml; nothing is sent')
    .addOption(project())
    .option('--list', 'name all workflows')
    .option('--strict', 'count warnings as faults')
    .option('--fetch', 'first fetch every document that contracts refer to by address, into contracts/remote')
    .option('--write-schema', "write the project's JSON Schema of workflows, by which editors complete names")
    .option('--fix', 'write the workflow documents in one style; what they mean stays the same')
    .option(
      '--show [selector...]',
      'print workflows as tables of their steps: ids, names, files or folders; all by default',
    )
    .option('--json', 'with --show: print them as JSON')
    .addHelpText('after', '\nexamples:\n  npx gatewright lint\n  npx gatewright lint --show mysqldb/course-lifecycle')
    .action(action);
}

function addMock(program: Command, action: (flags: MockFlags) => Promise<void>): void {
  program
    .command('mock')
    .description('start mock gateways alone, with a page to try calls')
    .addOption(project())
    .option(
      '--gateway <name>',
      'embedded gateway of gateways.yaml to start (repeatable, each with rows of its own; default: the one named there)',
      collect,
      [],
    )
    .addOption(port('--port <port>', 'port to listen on', 3900))
    .addOption(port('--control-port <port>', 'port of the outbox, the clock and the faults', 3901))
    .addOption(port('--object-port <port>', 'port of the object store, where uploads and downloads go', 0))
    .option('--data <file>', 'keep the tables in this SQLite file, and the objects in a folder beside it')
    .option('--database <address>', 'keep them in MariaDB or MySQL, as in mysql://root@127.0.0.1:3306/test')
    .option('--contract <file>', 'mock this OpenAPI description instead, file or folder (repeatable)', collect, [])
    .option('--quiet', 'no line per request')
    .option(
      '--seed <text>',
      'seed of faults by chance and of latencies; with --contract also of the values that are made',
    )
    .addOption(mockFault())
    .addHelpText(
      'after',
      '\nexamples:\n  npx gatewright mock --port 3999' +
        '\n  npx gatewright mock --gateway mock-shanghai --gateway mock-singapore --port mock-singapore=4000' +
        '\n  npx gatewright mock --gateway mock-singapore --data rows.sqlite --mock-fault status:queryRecords:503' +
        '\n  npx gatewright mock --contract petstore.yaml' +
        '\n\nwith --contract a request may choose its answer:' +
        '\n  Prefer: code=404        another declared status' +
        '\n  Prefer: example=name    an example of the contract' +
        '\n  Prefer: dynamic=true    made from the schema, even where there are examples',
    )
    .action(action);
}

function addParity(program: Command, action: (selectors: string[], flags: ParityFlags) => Promise<void>): void {
  program
    .command('parity')
    .description('run the same workflows on two gateways and compare what they answered')
    .argument(...selector)
    .addOption(project())
    .requiredOption('--gateway <name>', 'twice: the two gateways', collect)
    .addOption(mockFault())
    .addOption(reports())
    .option('--seed <text>', 'seed of the names that a run creates')
    .option('--json', 'print the differences as JSON')
    .addHelpText('after', '\nexample:\n  npx gatewright parity --gateway mock-shanghai --gateway mock-singapore')
    .action(action);
}

function addReport(program: Command, action: (run: string | undefined, flags: ReportFlags) => Promise<void>): void {
  program
    .command('report')
    .description('show the summary of a run and render its Allure page')
    .argument('[run]', 'name of the run folder; default: the last run')
    .addOption(project())
    .addOption(reports())
    .addHelpText('after', '\nexample:\n  npx gatewright report')
    .action(action);
}

function addNewContract(newFile: Command, action: (names: string[], flags: NewContractFlags) => Promise<void>): void {
  newFile
    .command('contract')
    .description("propose what your application promises on top of the platform's contract: one file per table or path")
    .argument('[name...]', 'tables or functions; default: every table, or each path that only a wildcard judged')
    .addOption(project())
    .option('--from-ddl <file>', 'read the tables from MySQL CREATE TABLE statements, not from those of the mock')
    .option('--from <run>', 'read bodies from the record of a run, and propose amendments of contracts that exist')
    .addOption(reports())
    .option('--out <folder>', 'where the files go (default: contracts/app/ in the project)')
    .option('--force', 'write over files that are there')
    .option('--write', 'with --from: write the amendments into the contracts')
    .option('--json', 'print what was proposed as JSON')
    .addHelpText(
      'after',
      '\nexamples:\n  npx gatewright new contract --from-ddl schema.sql' +
        '\n  npx gatewright run --bodies all && npx gatewright new contract hello --from last',
    )
    .action(action);
}

function addNewWorkflow(
  newFile: Command,
  action: (name: string | undefined, flags: NewWorkflowFlags) => Promise<void>,
): void {
  newFile
    .command('workflow')
    .description('write a workflow that runs: from operations of the contracts, or from a test of a recorded run')
    .argument('[name]', 'its id, with a folder before it if wanted; default: after what the operations speak of')
    .addOption(project())
    .option('--operations <ids>', 'one step for each, in this order, as in insertCourses,queryCourses')
    .option('--from <run>', 'the steps of a recorded run, `last` for the last one; it needs --bodies all')
    .option('--test <id>', 'with --from: the test of the run whose steps are meant')
    .addOption(reports())
    .option('--out <file>', 'where the workflow goes (default: workflows/<name>.arazzo.yaml in the project)')
    .option('--force', 'write over a file that is there')
    .option('--json', 'print what was written as JSON')
    .addHelpText(
      'after',
      '\nexamples:\n  npx gatewright new workflow --operations insertCourses,queryCourses,deleteCourses' +
        '\n  npx gatewright run --bodies all && npx gatewright new workflow auth/again --from last --test sms-login',
    )
    .action(action);
}
