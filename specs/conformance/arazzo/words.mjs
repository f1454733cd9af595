// Writes into a case what our own runner says of it: faults, warnings and findings. Read the difference before you keep it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { carryOut, casesFolder, showFault, showFinding } from './suite.mjs';

/** Longer entries have a line for each member. */
const longestLine = 105;

export async function writeWords(product, example) {
  const { faults, warnings, result } = await carryOut(product, example);
  const file = join(casesFolder, example.name, 'case.yaml');
  // Numbers keep their digits.
  const document = parseDocument(readFileSync(file, 'utf8'), { intAsBigInt: true });
  setList(document, 'faults', faults.map(showFault));
  setList(document, 'warnings', warnings.map(showFault));
  setList(document, 'findings', (result?.findings ?? []).map(showFinding));
  const text = document.toString({ lineWidth: 0, singleQuote: true });
  // A list has no spaces inside its brackets.
  writeFileSync(file, text.replace(/\[ (?=\S)|(?<=\S) \]/g, (bracket) => bracket.trim()));
}

function setList(document, key, entries) {
  if (entries.length === 0) {
    document.delete(key);
    return;
  }
  const list = document.createNode(entries);
  for (const item of list.items) item.flow = JSON.stringify(item.toJSON()).length < longestLine;
  document.set(key, list);
}
