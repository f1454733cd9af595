// How COS says no (https://www.tencentcloud.com/document/product/436/7730).
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

const known = {
  AccessDenied: [403, 'Access Denied.'],
  RequestExpired: [403, 'Request has expired'],
  InvalidAccessKeyId: [403, 'The Access Key Id you provided does not exist in our records'],
  SignatureDoesNotMatch: [403, 'The Signature you specified is invalid.'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  PreconditionFailed: [412, 'At least one of the preconditions you specified did not hold.'],
  InvalidRange: [416, 'The requested range is not satisfiable'],
  BadDigest: [400, 'The Content-MD5 you specified did not match what we received.'],
  InvalidDigest: [400, 'The Content-MD5 you specified is not valid.'],
  InvalidURI: [400, "Couldn't parse the specified URI."],
  InvalidArgument: [400, 'A parameter of the request is not valid.'],
  IncompleteBody: [400, 'You did not provide the number of bytes specified by the Content-Length HTTP header.'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed object size.'],
  MalformedPOSTRequest: [400, 'The body of your POST request is not well-formed multipart/form-data.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
} as const satisfies Readonly<Record<string, readonly [status: number, message: string]>>;

/** The object store says no: becomes the XML of COS with the status. */
export class CosError extends Error {
  override readonly name = 'CosError';
  readonly status: number;
  readonly code: string;

  constructor(kind: keyof typeof known, message?: string) {
    super(message ?? known[kind][1]);
    this.status = known[kind][0];
    // COS has no code of its own for it.
    this.code = kind === 'RequestExpired' ? 'AccessDenied' : kind;
  }
}

export function sendCosError(
  error: FastifyError | CosError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { status, code, message } = error instanceof CosError ? error : ofFastify(error);
  reply.code(status).type('application/xml');
  if (request.method === 'HEAD') return reply.send();
  const resource = `${request.host}${request.url.replace(/\?.*/s, '')}`;
  return reply.send(
    writeXml('Error', { Code: code, Message: message, Resource: resource, RequestId: request.id, TraceId: request.id }),
  );
}

/** Elements of text in one element. */
export function writeXml(name: string, texts: Readonly<Record<string, string>>): string {
  const elements = Object.entries(texts).map(([element, text]) => `\t<${element}>${escapeXml(text)}</${element}>\n`);
  return `<?xml version='1.0' encoding='utf-8' ?>\n<${name}>\n${elements.join('')}</${name}>\n`;
}

function ofFastify(error: FastifyError): CosError {
  return (error.statusCode ?? 500) < 500
    ? new CosError('InvalidArgument', error.message)
    : new CosError('InternalError');
}

/** What XML cannot hold at all becomes a question mark. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
