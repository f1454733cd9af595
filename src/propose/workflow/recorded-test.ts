// The exchanges of one test, out of a record: the last time that it ran.
import { DescriptionError } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { ExchangeEvent, RecordEvent } from '../../record/event.ts';

export type RecordedTest = {
  readonly test: string;
  readonly exchanges: readonly ExchangeEvent[];
  /** Of the run: names that it created begin with `gw-` and the seed. */
  readonly seed: string;
  /** Of the gateway; a request elsewhere went to an address that an answer gave. */
  readonly baseUrl: string;
};

type Open = { running: ExchangeEvent[]; done: readonly ExchangeEvent[] | undefined; isTest: boolean };

/** Takes the events one after the other; `choose` then tells the test that is meant. */
export function collectTests(): {
  readonly add: (event: RecordEvent) => void;
  readonly choose: (wanted: string | undefined, run: string) => RecordedTest;
} {
  const tests = new Map<string, Open>();
  const baseUrls = new Map<string, string>();
  let seed = '';
  const openTest = (test: string): Open => {
    const known = tests.get(test) ?? { running: [], done: undefined, isTest: false };
    tests.set(test, known);
    return known;
  };
  return {
    add: (event) => {
      if (event.type === 'run') {
        ({ seed } = event);
        for (const { name, baseUrl } of event.gateways) baseUrls.set(name, baseUrl);
      } else if (event.type === 'exchange') openTest(event.test).running.push(event);
      else if (event.type === 'workflow') {
        const open = openTest(event.test);
        open.isTest ||= event.purpose === 'test';
        open.done = open.running;
        open.running = [];
      }
    },
    choose: (wanted, run) => {
      const known = [...tests].filter(([, { isTest, done = [] }]) => isTest && done.length > 0).map(([test]) => test);
      const test = chooseTest(known, wanted, run);
      const exchanges = tests.get(test)?.done ?? [];
      return { test, exchanges, seed, baseUrl: baseUrls.get(test.split(':')[0] ?? '') ?? '' };
    },
  };
}

/** @throws DescriptionError with USAGE */
function chooseTest(known: readonly string[], wanted: string | undefined, run: string): string {
  const usage = (message: string, words: { expected?: string; remedy?: string }): DescriptionError =>
    new DescriptionError([{ code: 'USAGE', message, ...words }]);
  const remedy = 'name one with --test';
  const [only, second] = known;
  if (only === undefined)
    throw usage(`the record of ${run} has no test that sent anything`, { remedy: 'run workflows first' });
  if (wanted === undefined) {
    if (second === undefined) return only;
    throw usage(`the record of ${run} has ${known.length} tests`, { expected: known.join(', '), remedy });
  }
  if (known.includes(wanted)) return wanted;
  const named = known.filter((test) => workflowOf(test) === wanted);
  if (named.length > 1) throw usage(`${named.length} tests are of ${wanted}`, { expected: named.join(', '), remedy });
  if (named[0] !== undefined) return named[0];
  const near = didYouMean(wanted, [...known, ...known.map(workflowOf)]);
  throw usage(`the record of ${run} has no test "${wanted}"`, {
    expected: known.join(', '),
    ...(near !== undefined && { remedy: near }),
  });
}

/** `mock:sms-login#row` is of `sms-login`. */
export function workflowOf(test: string): string {
  return test.slice(test.indexOf(':') + 1).replace(/#.*$/, '');
}

/** What was sent again, by a retry or a poll, counts once: as it ended. */
export function foldAttempts(exchanges: readonly ExchangeEvent[]): ExchangeEvent[] {
  const folded: ExchangeEvent[] = [];
  for (const exchange of exchanges) {
    const last = folded.at(-1);
    const isSame = last?.step === exchange.step && last.phase === exchange.phase && exchange.attempt > last.attempt;
    if (isSame) folded.pop();
    folded.push(exchange);
  }
  return folded;
}
