// One run for each fault: what the suite must say of it.

export type FaultRow = {
  readonly fault: string;
  /** Of specs/faults/project/workflows; absent: `course`. */
  readonly workflow?: string;
  /** More of the command line. */
  readonly flags?: string;
  /** The code of the finding, warning or error that tells it; '-' where the run passes without a word. */
  readonly says: string;
  /** Why that is right, where it is not plain. */
  readonly why?: string;
};

const shortly = { flags: '--timeout 500' };

export const faultRows: readonly FaultRow[] = [
  { fault: 'retype:queryCourses:/0/position', says: 'BODY_SCHEMA_MISMATCH' },
  { fault: 'retype:queryCourses:/*/position@#2', says: 'BODY_SCHEMA_MISMATCH' },
  { fault: 'drop:queryCourses:/0/name', says: 'BODY_SCHEMA_MISMATCH' },
  {
    fault: 'drop:queryCourses:/0/note',
    says: '-',
    why: 'the contract lets it be absent: require it there, or write a criterion',
  },
  { fault: 'null:queryCourses:/0/name', says: 'BODY_SCHEMA_MISMATCH' },
  { fault: 'rename:queryCourses:/0/position:positon', says: 'BODY_SCHEMA_MISMATCH' },
  {
    fault: 'add:queryCourses:/*/extra',
    says: 'PROPERTY_NOT_DECLARED',
    why: 'a warning by default: JSON Schema allows what it does not name; `--contract undeclared=error` makes it fail',
  },
  { fault: 'enum:queryCourses:/0/kind', says: 'BODY_SCHEMA_MISMATCH' },
  {
    fault: 'set:queryCourses:/0/position=7',
    says: 'CRITERION_NOT_MET',
    why: 'the contract holds: only a criterion knows the value that is right',
  },
  {
    fault: 'set:queryCourses:/0/position=7',
    workflow: 'careless',
    says: '-',
    why: 'any integer keeps the contract, and this workflow has no criterion',
  },
  {
    fault: 'duplicate:queryCourses:/0/position',
    says: '-',
    why: 'RFC 8259 says that names SHOULD differ, no more; the last one counts, as with JSON.parse, and that is the honest one',
  },
  {
    fault: 'stale:queryCourses',
    says: 'CRITERION_NOT_MET',
    why: 'an old row is a good row to the contract: only a criterion sees it',
  },
  { fault: 'stale:queryCourses', workflow: 'careless', says: '-', why: 'the same, and this workflow has no criterion' },
  { fault: 'invalid-json:queryCourses', says: 'BODY_NOT_PARSEABLE' },
  { fault: 'empty:queryCourses', says: 'BODY_MISSING' },
  { fault: 'html:queryCourses', says: 'MEDIA_TYPE_NOT_DECLARED' },
  { fault: 'bom:queryCourses', says: 'BODY_NOT_PARSEABLE' },
  { fault: 'charset:queryCourses:utf-16le', says: 'BODY_NOT_PARSEABLE' },
  { fault: 'charset:queryCourses:iso-8859-1', says: 'BODY_NOT_PARSEABLE' },
  { fault: 'invalid-utf8:queryCourses', says: 'BODY_NOT_PARSEABLE' },
  { fault: 'coding:queryCourses:gzip', says: 'BODY_NOT_PARSEABLE' },
  { fault: 'status:queryCourses:418', says: 'STATUS_NOT_DECLARED' },
  {
    fault: 'status:deleteCourses:500',
    says: 'STATUS_NOT_DECLARED',
    why: 'in the clean-up, so that something may be left: harm',
  },
  { fault: 'media-type:queryCourses:text/plain', says: 'MEDIA_TYPE_NOT_DECLARED' },
  { fault: 'header:queryCourses:Content-Range=0-0/x', says: 'HEADER_SCHEMA_MISMATCH' },
  { fault: 'drop-header:queryCourses:Content-Range', says: 'HEADER_MISSING' },
  { fault: 'drop-header:queryCourses:Content-Type', says: 'MEDIA_TYPE_NOT_DECLARED' },
  {
    fault: 'error:queryCourses:SYS_ERR',
    says: 'CRITERION_NOT_MET',
    why: 'the contract declares 500 with that body; the step wanted a 2xx',
  },
  { fault: 'error:queryCourses:SERVICE_NOT_READY', says: 'STATUS_NOT_DECLARED' },
  {
    fault: 'error:signIn:resource_exhausted',
    workflow: 'of-a-user',
    says: 'CRITERION_NOT_MET',
    why: 'the login of the account; its workflow could not be judged',
  },
  {
    fault: 'rate-limit:queryCourses',
    says: 'CRITERION_NOT_MET',
    why: 'declared, and no step repeats by itself: say `onFailure: retry`',
  },
  {
    fault: 'rate-limit:queryCourses:1s@x1',
    workflow: 'patient',
    says: '-',
    why: 'repeated after the second that `Retry-After` asks for: recovered',
  },
  {
    fault: 'rate-limit:queryCourses@x1',
    workflow: 'patient',
    says: '-',
    why: 'repeated at once, as the action says: recovered',
  },
  { fault: 'rate-limit:queryCourses', workflow: 'patient', says: 'CRITERION_NOT_MET', why: 'the retries are used up' },
  {
    fault: 'expire:queryCourses',
    workflow: 'of-a-user',
    says: '-',
    why: 'the session is refreshed once, and the step carried out again',
  },
  {
    fault: 'expire:queryCourses@x2',
    workflow: 'of-a-user',
    says: 'CRITERION_NOT_MET',
    why: 'also the new token is called expired',
  },
  {
    fault: 'latency:queryCourses:1ms-20ms',
    says: '-',
    why: 'late is not wrong; the record holds how long each answer took',
  },
  { fault: 'latency:queryCourses:2s@#2', ...shortly, says: 'GATEWAY_TIMEOUT' },
  { fault: 'latency:*:p50=2ms,p99=20ms', says: '-' },
  { fault: 'drip:queryCourses:100ms', says: '-' },
  { fault: 'drip:queryCourses:5s', ...shortly, says: 'GATEWAY_TIMEOUT' },
  { fault: 'hang:queryCourses', ...shortly, says: 'GATEWAY_TIMEOUT' },
  { fault: 'stall:queryCourses', ...shortly, says: 'GATEWAY_TIMEOUT' },
  { fault: 'close:queryCourses', says: 'GATEWAY_CONNECTION_LOST' },
  { fault: 'reset:queryCourses', says: 'GATEWAY_CONNECTION_LOST' },
  { fault: 'reset-midway:queryCourses', says: 'GATEWAY_CONNECTION_LOST' },
  { fault: 'truncate:queryCourses', says: 'GATEWAY_CONNECTION_LOST' },
  { fault: 'truncate-chunked:queryCourses', says: 'GATEWAY_CONNECTION_LOST' },
  { fault: 'length:queryCourses:+10', ...shortly, says: 'GATEWAY_TIMEOUT' },
  {
    fault: 'length:queryCourses:-10',
    says: 'BODY_NOT_PARSEABLE',
    why: 'by HTTP the body ends where Content-Length says, and that is no JSON; the connection is not used again',
  },
  {
    fault: 'twice:queryCourses',
    says: '-',
    why: 'the first answer is whole; the second belongs to no request: its connection is dropped, and no later answer is mistaken',
  },
  { fault: 'no-http:queryCourses', says: 'GATEWAY_RESPONSE_INVALID' },
  {
    fault: 'skew:300s',
    says: '-',
    why: 'no contract promises a time, and a session counts by its `expires_in`, not by the clock of the gateway',
  },
  {
    fault: 'skew:-3600s',
    workflow: 'of-a-user',
    says: '-',
    why: 'the same; who checks `iat` or `exp` of a token by a clock of his own will see it',
  },
  {
    fault: 'status:queryCourses:503@40%',
    flags: '--seed 3',
    says: 'STATUS_NOT_DECLARED',
    why: 'by chance, and with this seed always at the same requests',
  },
  {
    fault: 'retype:queryCourses:/0/positon',
    says: 'warning',
    why: 'a fault that did nothing is told, so that a run which passes is not taken for a proof',
  },
];

/** The file that holds what is said of a row. */
export function textFile({ fault, workflow = 'course' }: FaultRow): string {
  const name = fault
    .replaceAll('*', 'each')
    .replace(/[^\w+-]+/g, '_')
    .replace(/_+$/, '');
  return `${name}${workflow === 'course' ? '' : `.${workflow}`}.txt`;
}
