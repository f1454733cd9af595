// Stryker's view of the Arazzo suite: each case is a test, and all run in this process.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';

const world = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

class CaseRunner {
  #suite;

  capabilities() {
    // A module is loaded once: what it does then is tried in a new process.
    return { reloadEnvironment: false };
  }

  async dryRun() {
    await this.#load();
    const result = await this.#run(undefined, false);
    return { ...result, mutantCoverage: world.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    world.activeMutant = activeMutant.id;
    await this.#load();
    world.hitCount = hitLimit === undefined ? undefined : 0;
    world.hitLimit = hitLimit;
    const result = await this.#run(testFilter, !disableBail);
    return toMutantRunResult(determineHitLimitReached(world.hitCount, hitLimit) ?? result);
  }

  async #load() {
    if (this.#suite) return;
    const folder = resolve('specs/conformance/arazzo');
    const { product } = await import(pathToFileURL(resolve(folder, 'product.mjs')).href);
    const { caseNames, readCase, readList, runCase } = await import(pathToFileURL(resolve(folder, 'suite.mjs')).href);
    const gaps = new Set(readList(product, 'known-gaps').map((gap) => gap.case));
    const cases = caseNames()
      .filter((name) => !gaps.has(name))
      .map((name) => readCase(product, name));
    this.#suite = { cases, differencesOf: (example) => runCase(product, example) };
  }

  async #run(only, bail) {
    const chosen = only === undefined ? undefined : new Set(only);
    const tests = [];
    for (const example of this.#suite.cases) {
      const { name } = example;
      if (chosen && !chosen.has(name)) continue;
      const begun = performance.now();
      world.currentTestId = name;
      const failureMessage = await this.#failureOf(example);
      world.currentTestId = undefined;
      const test = { id: name, name, timeSpentMs: Math.round(performance.now() - begun) };
      if (failureMessage === undefined) tests.push({ ...test, status: TestStatus.Success });
      else tests.push({ ...test, status: TestStatus.Failed, failureMessage });
      if (failureMessage !== undefined && bail) break;
    }
    return { status: DryRunStatus.Complete, tests };
  }

  async #failureOf(example) {
    try {
      const differences = await this.#suite.differencesOf(example);
      return differences.length === 0 ? undefined : differences.join('\n');
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'cases', CaseRunner)];
