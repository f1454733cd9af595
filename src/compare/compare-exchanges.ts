import type { FindingCode } from '../core/codes.ts';
import type { ExchangeEvent, RecordedBody } from '../record/event.ts';
import { valueDifferences } from './compare-values.ts';
import type { WordAt } from './parity-words.ts';
import { shapeDifferences, shapeTree } from './shape-tree.ts';

/** One difference between two answers, before it is known which gateways gave them. */
export type Facts = {
  readonly code: FindingCode;
  readonly title: string;
  readonly at?: string;
  readonly left: string;
  readonly right: string;
};

/** Status first: answers of different status are not compared further. */
export function compareExchanges(
  left: ExchangeEvent | undefined,
  right: ExchangeEvent | undefined,
  wordAt: WordAt,
): Facts[] {
  if (wordAt() === 'ignore') return [];
  if (left === undefined || right === undefined) {
    // How often a poll or a retry repeats is a matter of time.
    if ((left ?? right)?.attempt !== 1) return [];
    return [
      {
        code: 'PARITY_STATUS',
        title: 'one gateway led the workflow past this step',
        left: statusOf(left),
        right: statusOf(right),
      },
    ];
  }
  if (statusOf(left) !== statusOf(right)) {
    const title = 'the gateways answer with different statuses';
    return [{ code: 'PARITY_STATUS', title, left: statusOf(left), right: statusOf(right) }];
  }
  const types = { left: mediaTypeOf(left), right: mediaTypeOf(right) };
  if (types.left !== types.right) {
    return [{ code: 'PARITY_MEDIA_TYPE', title: 'the gateways answer with different media types', ...types }];
  }
  return [...compareShapes(left, right, wordAt), ...compareValues(left, right, wordAt)];
}

function compareValues({ response: left }: ExchangeEvent, { response: right }: ExchangeEvent, wordAt: WordAt): Facts[] {
  if (left?.body === undefined || right?.body === undefined) return [];
  const title = 'the gateways answer with different values where they must be equal';
  const differences = valueDifferences(left.body, right.body, wordAt);
  return differences.map((difference) => ({ code: 'PARITY_VALUE', title, ...difference }));
}

function compareShapes(left: ExchangeEvent, right: ExchangeEvent, wordAt: WordAt): Facts[] {
  const title = 'the gateways answer with bodies of different shape';
  const ours = left.response?.body;
  const theirs = right.response?.body;
  if ((ours === undefined) !== (theirs === undefined)) {
    return [{ code: 'PARITY_SHAPE', title, at: '', left: presenceOf(ours), right: presenceOf(theirs) }];
  }
  const trees = [shapeTree(ours), shapeTree(theirs)] as const;
  if (trees[0] !== undefined && trees[1] !== undefined) {
    const differences = shapeDifferences(trees[0], trees[1]).filter(({ at }) => wordAt(at) !== 'ignore');
    return differences.map((difference) => ({ code: 'PARITY_SHAPE', title, ...difference }));
  }
  // Shapes whose members cannot be told apart are compared as a whole.
  if (ours?.shape === undefined || theirs?.shape === undefined || ours.shape === theirs.shape) return [];
  return [{ code: 'PARITY_SHAPE', title, at: '', left: ours.shape, right: theirs.shape }];
}

function presenceOf(body: RecordedBody | undefined): string {
  return body === undefined ? 'no body' : 'a body';
}

function statusOf(exchange: ExchangeEvent | undefined): string {
  if (exchange === undefined) return 'not carried out';
  return exchange.response === undefined ? (exchange.error?.code ?? 'no answer') : String(exchange.response.status);
}

/** Without its parameters. */
function mediaTypeOf({ response }: ExchangeEvent): string {
  return response?.mediaType?.split(';', 1)[0]?.trim().toLowerCase() ?? 'none';
}
