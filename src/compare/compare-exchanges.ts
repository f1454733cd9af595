import type { FindingCode } from '../core/codes.ts';
import type { ExchangeEvent, RecordedBody } from '../record/event.ts';
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
export function compareExchanges(left: ExchangeEvent | undefined, right: ExchangeEvent | undefined): Facts[] {
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
  return compareShapes(left, right);
}

function compareShapes(left: ExchangeEvent, right: ExchangeEvent): Facts[] {
  const title = 'the gateways answer with bodies of different shape';
  const ours = left.response?.body;
  const theirs = right.response?.body;
  if ((ours === undefined) !== (theirs === undefined)) {
    return [{ code: 'PARITY_SHAPE', title, at: '', left: presenceOf(ours), right: presenceOf(theirs) }];
  }
  const trees = [shapeTree(ours), shapeTree(theirs)] as const;
  if (trees[0] !== undefined && trees[1] !== undefined) {
    return shapeDifferences(trees[0], trees[1]).map((difference) => ({ code: 'PARITY_SHAPE', title, ...difference }));
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
