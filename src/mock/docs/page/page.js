// The page: Swagger UI for the operations, and what it does not have: which gateway, and who calls.
// Tokens live in the requests alone: not in the address, not in any storage.
const element = (id) => document.getElementById(id);
const choice = { document: element('document'), gateway: element('gateway'), credential: element('credential') };

async function ask(path, body) {
  const sent = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`/docs/${path}`, sent);
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.message);
  return value;
}

const { documents, gateways, checks } = await ask('settings');
const nobody = { name: '', means: 'no credential' };
const gatewayChosen = () => gateways.find(({ name }) => name === choice.gateway.value);

/** The wanted one, where there is such an option; else the first stays. */
function fill(select, options, wanted) {
  select.replaceChildren(...options.map(({ text, value }) => new Option(text, value)));
  if (options.some(({ value }) => value === wanted)) select.value = wanted;
}

function fillCredentials(wanted) {
  const known = [nobody, ...gatewayChosen().credentials];
  fill(
    choice.credential,
    known.map(({ name, means }) => ({ text: name === '' ? means : `${name} (${means})`, value: name })),
    wanted,
  );
}

/** The names of what was chosen are kept in the address, so that it can be shared and loaded again. */
function remember() {
  const names = Object.entries(choice).map(([name, { value }]) => [name, value]);
  history.replaceState(null, '', `?${new URLSearchParams(names)}`);
}

/** A credential that was refused, as gateway and name: the next call signs in anew. */
const refused = new Set();
/** Methods of calls under way, by their addresses: the answer does not tell its own. */
const methods = new Map();

async function sendRequest(request) {
  if (request.loadSpec) return request;
  const { name, url } = gatewayChosen();
  request.url = request.url.replace(/^https?:\/\/[^/?#]+/, url);
  const credential = choice.credential.value;
  if (credential !== '') {
    const renew = refused.delete(`${name} ${credential}`);
    try {
      const { authorization } = await ask('credential', { gateway: name, credential, renew });
      request.headers['Authorization'] = authorization;
    } catch (error) {
      tell(false, error.message);
      throw error;
    }
  }
  methods.set(request.url, request.method ?? 'GET');
  return request;
}

function takeResponse(response) {
  const method = methods.get(response.url);
  if (method === undefined) return response;
  methods.delete(response.url);
  const { name } = gatewayChosen();
  if (response.status === 401 && choice.credential.value !== '') refused.add(`${name} ${choice.credential.value}`);
  if (checks) void check(method, response);
  return withBodyInSight(response);
}

/**
 * Swagger UI shows a link in place of a body that is sent as `attachment`, which CloudRun does of every GET. It looks for
 * the header by its usual spellings alone.
 */
function withBodyInSight(response) {
  const { 'content-disposition': disposition, ...others } = response.headers;
  if (disposition === 'attachment') response.headers = { ...others, 'CONTENT-DISPOSITION': disposition };
  return response;
}

async function check(method, { url, status, headers, text, data }) {
  // What has no type of text comes as a Blob, also where nothing came.
  const body = data instanceof Blob && data.size === 0 ? '' : text;
  if (typeof body !== 'string') return tell(false, 'not checked: the body is no text');
  const fields = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  try {
    const { ok, text: said } = await ask('check', {
      ...{ method, url, status, body },
      headers: Object.fromEntries(fields),
    });
    tell(ok, said);
  } catch (error) {
    tell(false, `not checked: ${error.message}`);
  }
}

function tell(isKept, text) {
  element('check').className = isKept ? 'kept' : 'broken';
  element('finding').textContent = text;
  element('check').hidden = false;
}

function show() {
  const place = document.createElement('div');
  element('calls').replaceChildren(place);
  element('check').hidden = true;
  window.SwaggerUIBundle({
    domNode: place,
    url: `/docs/documents/${choice.document.value.split('/').map(encodeURIComponent).join('/')}`,
    layout: 'BaseLayout',
    presets: [window.SwaggerUIBundle.presets.apis],
    // The gateway is chosen above, for all documents.
    plugins: [() => ({ wrapComponents: { ServersContainer: () => () => null } })],
    tryItOutEnabled: true,
    displayRequestDuration: true,
    filter: true,
    defaultModelsExpandDepth: -1,
    persistAuthorization: false,
    validatorUrl: null,
    requestInterceptor: sendRequest,
    responseInterceptor: takeResponse,
  });
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const followColors = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', followColors);
followColors();

const wanted = new URLSearchParams(location.search);
const here = gateways.find(({ url }) => url === location.origin)?.name;
fill(
  choice.document,
  documents.map(({ name, title }) => ({ text: `${name}: ${title}`, value: name })),
  wanted.get('document'),
);
fill(
  choice.gateway,
  gateways.map(({ name }) => ({ text: name, value: name })),
  wanted.get('gateway') ?? here,
);
fillCredentials(wanted.get('credential'));
choice.document.addEventListener('change', show);
choice.gateway.addEventListener('change', () => fillCredentials(choice.credential.value));
for (const select of Object.values(choice)) select.addEventListener('change', remember);
element('close').addEventListener('click', () => (element('check').hidden = true));
show();
