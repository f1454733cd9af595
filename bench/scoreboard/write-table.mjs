// docs/scoreboard.md from the results: each answer `right`, or `wrong: what it did`; totals, versions, date.

const names = { gatewright: 'Gatewright', respect: 'Respect', prism: 'Prism', jestOpenapi: 'jest-openapi' };

/** `right`, `wrong` or `policy`, and what was done. */
export function judge({ want, because, policy }, { verdict, words, all = words }) {
  if (verdict === 'broken') return { mark: policy ? 'policy' : 'wrong', did: `breaks: ${words}` };
  if (verdict !== want) {
    const did = verdict === 'pass' ? `passes${words === '' ? '' : ` (${words})`}` : `fails: ${words}`;
    return { mark: policy ? 'policy' : 'wrong', did };
  }
  if (want === 'fail' && because && !because.test(all))
    return { mark: 'wrong', did: `fails for another reason: ${words}` };
  return { mark: 'right', did: want === 'pass' ? words : '' };
}

const cell = (text) =>
  text
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll('`', "'")
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:...');

function show({ mark, did }) {
  if (mark === 'right') return did === '' ? 'right' : `right (${cell(did)})`;
  return `**${mark}**: ${cell(did)}`;
}

export function scoreboard(results, versions) {
  const judged = results.map(({ row, answers }) => ({
    row,
    marks: Object.fromEntries(Object.keys(names).map((name) => [name, judge(row, answers[name])])),
  }));
  const count = (name, mark) => judged.filter(({ marks }) => marks[name].mark === mark).length;
  const used = {
    gatewright: versions.gatewright,
    respect: versions['@redocly/cli'],
    prism: versions['@stoplight/prism-cli'],
    jestOpenapi: versions['jest-openapi'],
  };
  const totals = Object.entries(names).map(
    ([key, name]) =>
      `| ${name} | ${used[key]} | ${count(key, 'right')} | ${count(key, 'wrong')} | ${count(key, 'policy')} |`,
  );
  const lines = judged.map(({ row, marks }) =>
    [
      '',
      `[${row.folder}](../specs/contract-cases/${row.folder}) ${row.file}`,
      `${row.want}: ${cell(row.why)} (${row.section})`,
      ...Object.keys(names).map((name) => show(marks[name])),
      '',
    ]
      .join(' | ')
      .trim(),
  );
  return `# Scoreboard

One server, one description, four validators: ${results.length} exchanges of [specs/contract-cases](../specs/contract-cases), each answered by a real server on loopback. Gatewright and Respect (Redocly CLI) carry out the same Arazzo document, whose step wants the recorded status; Prism is what \`prism proxy --errors\` starts, between the caller and the server; jest-openapi judges what axios received. What is wanted follows the section named; where a specification leaves the choice, a different answer counts as policy. A failure whose text does not speak of the fault counts as wrong; so does a description that is refused. jest-openapi reads no OpenAPI 3.1.

Written by \`npm run scoreboard\` on ${new Date().toISOString().slice(0, 10)}, Node ${process.version}. It installs the other validators into the system's temporary folder.

| validator | version | right | wrong | policy |
| --- | --- | --- | --- | --- |
${totals.join('\n')}

## Cases

| case | wanted, and why | ${Object.values(names).join(' | ')} |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`;
}
