// Whether a request is the one that was recorded: the same for every runner.

/** Numbers are compared with all their digits. */
export function same(product, left, right) {
  return product.isSame(left, right);
}

/**
 * `seen` is `{ method, path, headers, body }`: the path with its query as sent, headers as pairs, the body as text.
 * `only` is true where no header may be there that the case does not name.
 * @returns how the request differs
 */
export function judgeRequest(product, { number, exchange, seen, only }) {
  const { request, headers = {}, body } = exchange;
  const label = `request ${number}`;
  const differences = [];
  const line = `${seen.method} ${seen.path}`;
  if (line !== request) differences.push(`${label} is ${line}, and ${request} is expected`);
  const wanted = lowered(headers);
  if (body !== undefined && !wanted.has('content-type')) wanted.set('content-type', 'application/json');
  for (const [name, value] of wanted) {
    const values = seen.headers.filter(([other]) => other.toLowerCase() === name).map(([, text]) => text);
    const expected = value === null ? [] : [value].flat().map(String);
    // The boundary is free.
    if (name === 'content-type' && value === 'multipart/form-data') values.splice(0, 1, values[0]?.split(';')[0] ?? '');
    if (JSON.stringify(values) !== JSON.stringify(expected)) {
      differences.push(`${label} has ${name} ${JSON.stringify(values)}, and ${JSON.stringify(expected)} is expected`);
    }
  }
  const others = seen.headers.map(([name]) => name).filter((name) => !wanted.has(name.toLowerCase()));
  if (only && others.length > 0) differences.push(`${label} has headers that are not expected: ${others.join(', ')}`);
  return [...differences, ...judgeBody(product, label, body, seen, wanted.get('content-type'))];
}

function judgeBody(product, label, body, seen, contentType) {
  const sent = seen.body ?? '';
  if (body === undefined) return sent === '' ? [] : [`${label} has a body, and none is expected: ${sent}`];
  if (/^application\/x-www-form-urlencoded\b/.test(contentType) && sameForm(sent, body)) return [];
  if (contentType === 'multipart/form-data') {
    const parts = partsOf(sent);
    if (same(product, parts, body)) return [];
    return [`${label} has other parts\n    expected: ${product.writeJson(body)}\n    actual:   ${product.writeJson(parts)}`];
  }
  const isJson = /[/+]json\b/.test(contentType);
  const json = isJson ? product.parseJson(sent) : { ok: true, value: sent };
  if (json.ok && same(product, json.value, body)) return [];
  return [`${label} has another body\n    expected: ${product.writeJson(body)}\n    actual:   ${sent}`];
}

function lowered(headers) {
  return new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** A space of a form may be written in two ways. */
function sameForm(left, right) {
  const pairs = (text) => JSON.stringify([...new URLSearchParams(text)]);
  return pairs(left) === pairs(right);
}

/** The parts of a form: what is said of each, and its text. */
function partsOf(sent) {
  const [boundary] = sent.split('\r\n', 1);
  return sent.split(`${boundary}`).slice(1, -1).map((part) => {
    const [head, ...rest] = part.slice(2).split('\r\n\r\n');
    const fields = head.split('\r\n').map((line) => line.split(/: ?(.*)/s));
    return { ...Object.fromEntries(fields.map(([name, value]) => [name, value])), text: rest.join('\r\n\r\n').replace(/\r\n$/, '') };
  });
}
