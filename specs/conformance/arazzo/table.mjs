// TABLE.md: every sentence of the specification with the cases that show it.

/** @param cases as `readCase` gives them */
export function renderTable(sentences, cases) {
  const shown = new Map(sentences.map(({ id }) => [id, []]));
  for (const { name, sentence } of cases) for (const id of [sentence].flat()) shown.get(id)?.push(name);
  const open = sentences.filter(({ id }) => shown.get(id).length === 0);
  const lines = [
    '# Sentences of the Arazzo Specification, and the cases that show them',
    '',
    `Written by \`node specs/conformance/arazzo/run.mjs --table\`: ${sentences.length} sentences, ${cases.length} cases, ${open.length} sentences without a case.`,
    'A *reading* is ours, where the text is silent or says two things; *ours* are extensions of our own.',
    '',
    ...levelRows(sentences, shown),
  ];
  for (const section of new Set(sentences.map((one) => one.section))) {
    lines.push('', `## ${section}`, '', '| level | sentence | cases |', '| --- | --- | --- |');
    for (const one of sentences.filter((other) => other.section === section)) lines.push(rowOf(one, shown.get(one.id)));
  }
  return `${lines.join('\n')}\n`;
}

const levels = ['MUST', 'SHOULD', 'MAY', 'reading', 'ours'];

function levelRows(sentences, shown) {
  const rows = levels.map((level) => {
    const own = sentences.filter((one) => one.level === level);
    const names = new Set(own.flatMap(({ id }) => shown.get(id)));
    return `| ${level} | ${own.length} | ${own.filter(({ id }) => shown.get(id).length === 0).length} | ${names.size} |`;
  });
  return ['| level | sentences | without a case | cases |', '| --- | --- | --- | --- |', ...rows];
}

function rowOf({ level, since, sentence }, names) {
  const cases = names.map((name) => `[${name.replaceAll('-', ' ')}](cases/${name})`).join('<br>');
  const version = since === undefined ? '' : ` (${since})`;
  return `| ${level}${version} | ${sentence.replaceAll('|', '\\|')} | ${cases || '**none yet**'} |`;
}

/** What is wrong with the lists: sentences of one id, and cases that name no sentence or one that is not there. */
export function checkLists(sentences, cases) {
  const ids = sentences.map(({ id }) => id);
  const known = new Set(ids);
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `sentence ${id} is there twice`),
    ...cases.flatMap(({ name, sentence }) =>
      [sentence ?? 'none'].flat().filter((id) => !known.has(id)).map((id) => `${name} shows an unknown sentence: ${id}`),
    ),
  ];
}
