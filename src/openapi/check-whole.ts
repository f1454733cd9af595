// What an answer gets wrong by itself, whatever the contract says of it: sizes, codings, fields that contradict it.
import type { HttpResponse, UnreadBody } from '../core/http.ts';
import { headerValue } from '../core/http.ts';
import { remedyOf } from './break-promise.ts';
import type { Promised, Words } from './break-promise.ts';
import { locatePart } from './contract.ts';
import { beginning } from './read-body.ts';
import type { Violation } from './violation.ts';

/**
 * An answer that is not what it says of itself: an error however sure the contract is, which is only named as the place
 * that speaks of it.
 */
export function contradictItself({ operation, part }: Promised, words: Words, member = ''): Violation {
  const rule = `#${part.pointer}${member}`;
  const contract = locatePart(operation.contract, part, member);
  return { remedy: remedyOf(words.code), ...words, severity: 'error', contract, rule };
}

/** A body that was not read to its end. */
export function notRead(promised: Promised, sent: HttpResponse, unread: UnreadBody): Violation {
  const begins = `it begins with ${beginning(unread.beginning)}`;
  if (unread.type === 'coding') {
    return contradictItself(promised, {
      code: 'BODY_NOT_PARSEABLE',
      title: 'the body is not what its Content-Encoding says',
      expected: `a body in the content coding ${unread.coding}`,
      actual: `${unread.reason}; ${begins}`,
    });
  }
  const length = headerValue(sent.headers, 'content-length');
  const announced = length === undefined ? '' : ` (Content-Length: ${length})`;
  const limit = showBytes(unread.limit);
  const grown = unread.coding === undefined ? `more${announced}` : `${unread.coding}${announced} that grows beyond it`;
  return contradictItself(promised, {
    code: 'BODY_TOO_LARGE',
    title: 'the body is larger than what is read of one',
    expected: `at most ${limit}`,
    actual: `${grown}, so the rest was not read; ${begins}`,
    remedy: 'if such an answer is right, raise bodyLimit (bytes) of the gateway in gateways.yaml',
  });
}

function showBytes(bytes: number): string {
  const [mebibytes, kibibytes] = [bytes / 1_048_576, bytes / 1024];
  if (Number.isInteger(mebibytes)) return `${mebibytes} MiB`;
  return Number.isInteger(kibibytes) ? `${kibibytes} KiB` : `${bytes} bytes`;
}
