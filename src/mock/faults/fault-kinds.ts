// Every kind of fault by its name. A new one is a file in kinds/ and a line here.
import type { Kind } from './kind.ts';
import { add } from './kinds/add.ts';
import { bom } from './kinds/bom.ts';
import { charset } from './kinds/charset.ts';
import { close } from './kinds/close.ts';
import { coding } from './kinds/coding.ts';
import { dropHeader } from './kinds/drop-header.ts';
import { drop } from './kinds/drop.ts';
import { drip } from './kinds/drip.ts';
import { duplicate } from './kinds/duplicate.ts';
import { empty } from './kinds/empty.ts';
import { enumValue } from './kinds/enum.ts';
import { error } from './kinds/error.ts';
import { expire } from './kinds/expire.ts';
import { hang } from './kinds/hang.ts';
import { header } from './kinds/header.ts';
import { html } from './kinds/html.ts';
import { invalidJson } from './kinds/invalid-json.ts';
import { invalidUtf8 } from './kinds/invalid-utf8.ts';
import { latency } from './kinds/latency.ts';
import { length } from './kinds/length.ts';
import { mediaType } from './kinds/media-type.ts';
import { noHttp } from './kinds/no-http.ts';
import { nullValue } from './kinds/null.ts';
import { rateLimit } from './kinds/rate-limit.ts';
import { rename } from './kinds/rename.ts';
import { resetMidway } from './kinds/reset-midway.ts';
import { reset } from './kinds/reset.ts';
import { retype } from './kinds/retype.ts';
import { set } from './kinds/set.ts';
import { skew } from './kinds/skew.ts';
import { stale } from './kinds/stale.ts';
import { stall } from './kinds/stall.ts';
import { status } from './kinds/status.ts';
import { truncateChunked } from './kinds/truncate-chunked.ts';
import { truncate } from './kinds/truncate.ts';
import { twice } from './kinds/twice.ts';

/** In the order in which people are told of them: the body, the head, refusals, time, the connection, the clock. */
export const faultKinds: Readonly<Record<string, Kind>> = {
  retype,
  drop,
  null: nullValue,
  rename,
  add,
  enum: enumValue,
  set,
  duplicate,
  stale,
  'invalid-json': invalidJson,
  empty,
  html,
  bom,
  charset,
  'invalid-utf8': invalidUtf8,
  coding,
  status,
  'media-type': mediaType,
  header,
  'drop-header': dropHeader,
  error,
  'rate-limit': rateLimit,
  expire,
  latency,
  drip,
  hang,
  stall,
  close,
  reset,
  'reset-midway': resetMidway,
  truncate,
  'truncate-chunked': truncateChunked,
  length,
  twice,
  'no-http': noHttp,
  skew,
};

export function kindNamed(name: string): Kind | undefined {
  return Object.hasOwn(faultKinds, name) ? faultKinds[name] : undefined;
}
