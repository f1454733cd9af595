import { test, expect } from '@playwright/test';
import type { ExchangeEvent, RecordEvent, WorkflowEvent } from '../record/event.ts';
import { exchangeEvent, stepEvent, workflowEvent } from '../report/events.samples.ts';
import { compareRuns } from './compare-runs.ts';

type Exchange = Parameters<typeof exchangeEvent>[2];

/** One workflow of one step on one gateway. */
function walk(gateway: string, exchange: Exchange | undefined, workflow: Partial<WorkflowEvent> = {}): RecordEvent[] {
  const id = `${gateway}:read`;
  const identity = { gateway, workflowId: 'read' };
  const steps = exchange === undefined ? [] : [exchangeEvent(id, 'one', exchange), stepEvent(id, 'one')];
  return [...steps, workflowEvent('mysqldb/read', { test: id, identity, ...workflow })];
}

const answer = (members: Partial<NonNullable<ExchangeEvent['response']>>): Exchange => ({
  response: { status: 200, mediaType: 'application/json', body: { bytes: 9, shape: '[{id:integer}]' }, ...members },
});

const cases: { name: string; left: RecordEvent[]; right: RecordEvent[]; differences: string[] }[] = [
  { name: 'the same answers', left: walk('one', answer({})), right: walk('two', answer({})), differences: [] },
  {
    name: 'another status',
    left: walk('one', answer({})),
    right: walk('two', answer({ status: 403, mediaType: 'text/html' }), { verdict: 'failed' }),
    differences: ['PARITY_STATUS queryRecords - one 200, two 403'],
  },
  {
    name: 'another media type, parameters aside',
    left: walk('one', answer({ mediaType: 'Application/JSON; charset=utf-8' })),
    right: walk('two', answer({ mediaType: 'application/vnd.pgrst.object+json' })),
    differences: ['PARITY_MEDIA_TYPE queryRecords - one application/json, two application/vnd.pgrst.object+json'],
  },
  {
    name: 'another shape',
    left: walk('one', answer({})),
    right: walk('two', answer({ body: { bytes: 9, text: '[{"id":"1"}]' } })),
    differences: ['PARITY_SHAPE queryRecords /*/id one integer, two "1" (string)'],
  },
  {
    name: 'a body on one side only',
    left: walk('one', answer({})),
    right: walk('two', answer({ body: undefined })),
    differences: ['PARITY_SHAPE queryRecords  one a body, two no body'],
  },
  {
    name: 'a shape that cannot be taken apart',
    left: walk('one', answer({ body: { bytes: 1, shape: '{a,b:integer}' } })),
    right: walk('two', answer({ body: { bytes: 1, shape: '{a,b:string}' } })),
    differences: ['PARITY_SHAPE queryRecords  one {a,b:integer}, two {a,b:string}'],
  },
  {
    name: 'another verdict after the same answers',
    left: walk('one', answer({})),
    right: walk('two', answer({}), { verdict: 'failed' }),
    differences: ['PARITY_VERDICT - - one passed, two failed'],
  },
  {
    name: 'a step that one gateway never came to',
    left: walk('one', answer({})),
    right: walk('two', undefined),
    differences: ['PARITY_STATUS queryRecords - one 200, two not carried out'],
  },
  {
    name: 'one more attempt of a poll is a matter of time',
    left: [exchangeEvent('one:read', 'one', { attempt: 2 }), ...walk('one', answer({}))],
    right: walk('two', answer({})),
    differences: [],
  },
  {
    name: 'each visit of a step has its own pair',
    left: [exchangeEvent('one:read', 'one', answer({})), ...walk('one', answer({ status: 201 }))],
    right: [exchangeEvent('two:read', 'one', answer({})), ...walk('two', answer({ status: 409 }))],
    differences: ['PARITY_STATUS queryRecords - one 201, two 409'],
  },
  {
    name: 'a rerun takes the place of the try before it',
    left: walk('one', answer({})),
    right: [...walk('two', answer({ status: 500 }), { verdict: 'failed' }), ...walk('two', answer({}), { tries: 2 })],
    differences: [],
  },
  {
    name: 'logins are left out',
    left: walk('one', answer({}), { purpose: 'session' }),
    right: walk('two', answer({ status: 403 }), { purpose: 'session' }),
    differences: [],
  },
];

for (const { name, left, right, differences } of cases) {
  test(name, () => {
    const found = compareRuns([...left, ...right], { left: 'one', right: 'two' }).differences;
    expect(
      found.map(({ finding, operation }) =>
        [finding.code, operation ?? '-', finding.at ?? '-', `${finding.expected}, ${finding.actual}`].join(' '),
      ),
    ).toEqual(differences);
  });
}

test('what one gateway skips is not offered there, with its reason, and no difference', () => {
  const skipped = walk('two', undefined, { verdict: 'skipped', reason: 'SMS is Shanghai only' });
  expect(compareRuns([...walk('one', answer({})), ...skipped], { left: 'one', right: 'two' })).toEqual({
    left: 'one',
    right: 'two',
    operations: [
      {
        family: 'mysqldb',
        operation: 'queryRecords',
        left: ['200'],
        right: [],
        differences: 0,
        notOffered: 'SMS is Shanghai only',
      },
    ],
    differences: [],
    workflows: { compared: 0, notOffered: 1, notJudged: 0 },
  });
});

test('infrastructure is no difference: what could not be judged is counted', () => {
  const broken = walk(
    'two',
    { response: undefined, error: { code: 'GATEWAY_TIMEOUT', message: '' } },
    { verdict: 'broken' },
  );
  const comparison = compareRuns([...walk('one', answer({})), ...broken], { left: 'one', right: 'two' });
  expect(comparison.differences).toEqual([]);
  expect(comparison.workflows).toEqual({ compared: 0, notOffered: 0, notJudged: 1 });
});

test('a workflow that only one gateway ran is not judged', () => {
  const comparison = compareRuns(walk('one', answer({})), { left: 'one', right: 'two' });
  expect(comparison.workflows).toEqual({ compared: 0, notOffered: 0, notJudged: 1 });
});

test('one difference, however often it is met, and the place of its step', () => {
  const events = ['a', 'b', 'c'].flatMap((row) =>
    ['one', 'two'].flatMap((gateway): RecordEvent[] => {
      const id = `${gateway}:read#${row}`;
      return [
        exchangeEvent(id, 'one', answer({ status: gateway === 'one' ? 200 : 403 })),
        stepEvent(id, 'one'),
        workflowEvent('mysqldb/read', { test: id, identity: { gateway, workflowId: 'read', row } }),
      ];
    }),
  );
  const [difference, ...others] = compareRuns(events, { left: 'one', right: 'two' }).differences;
  expect(others).toEqual([]);
  expect(difference?.times).toBe(3);
  expect(difference?.finding).toEqual({
    code: 'PARITY_STATUS',
    severity: 'error',
    title: 'the gateways answer with different statuses',
    location: { file: 'workflows/mysqldb/course-lifecycle.arazzo.yaml', line: 48, column: 9 },
    stepId: 'one',
    exchange: 'GET /v1/rdb/rest/course?id=eq.1',
    expected: 'one 200',
    actual: 'two 403',
  });
});
