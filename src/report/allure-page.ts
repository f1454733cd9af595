// One page from Allure results, made by JavaScript's Allure: it opens from a file and loads nothing from anywhere.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allureCategories } from './allure.ts';

/**
 * Reads Allure results and writes one self-contained page.
 * @param results folder of Allure results, of either front door
 * @param folder where `index.html` is written; made when it does not exist
 * @returns the page's path
 */
export async function writeAllurePage(results: string, folder: string, title: string): Promise<string> {
  const page = closePage(settlePage(await generatePage(results, folder, title)));
  const faults = pageFaults(page);
  if (faults.length > 0) throw new Error(`the Allure page would load something: ${faults.join('; ')}`);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'index.html');
  writeFileSync(path, page);
  return path;
}

/** Allure's page as it makes it. Loaded late: Allure takes longer to load than a small run takes. */
async function generatePage(results: string, output: string, title: string): Promise<string> {
  const [{ AllureReport }, { default: AwesomePlugin }] = await Promise.all([
    import('@allurereport/core'),
    import('@allurereport/plugin-awesome'),
  ]);
  const files = new Map<string, Buffer>();
  const options = { singleFile: true, reportName: title, groupBy: ['epic'] };
  const report = new AllureReport({
    name: title,
    output,
    open: false,
    port: undefined,
    categories: { rules: allureCategories },
    // Kept in memory: nothing but the one page is written.
    reportFiles: {
      addFile: (path, data) => {
        files.set(path, data);
        return Promise.resolve(path);
      },
    },
    plugins: [{ id: 'awesome', enabled: true, options, plugin: new AwesomePlugin(options) }],
  });
  await report.start();
  // One after the other and by name: reading them at the same time would make the order of the page a matter of luck.
  for (const file of readdirSync(results).sort()) await report.readFile(join(results, file));
  const tests = await report.store.allTestResults();
  const gateways = new Set(tests.map(({ labels }) => labels.find(({ name }) => name === 'parentSuite')?.value));
  if (gateways.size > 1) options.groupBy.unshift('parentSuite');
  await report.done();
  const page = files.get('awesome/index.html');
  if (page === undefined) throw new Error('Allure made no page');
  return page.toString();
}

/** The same results give the same page: its random ids and the time of writing give way to fixed ones. */
function settlePage(page: string): string {
  const stop = /"runSummary":\{[^}]*"stop":(\d+)/.exec(page)?.[1] ?? '0';
  return page
    .replace(/"createdAt":\d+/, `"createdAt":${stop}`)
    .replace(/"cacheKey":"\d+"/, `"cacheKey":"${stop}"`)
    .replaceAll(/"(reportUuid|jobRunUid)":"[^"]*"/g, '"$1":""')
    .replace(/d\("widgets\/charts\.json","([^"]*)"\)/, (_, charts: string) => {
      let next = 0;
      const text = Buffer.from(charts, 'base64').toString();
      const ids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=")[\w-]{21}(?=":(?:\d|"none"))/g;
      const settled = text.replaceAll(ids, () => `id-${++next}`);
      return `d("widgets/charts.json","${Buffer.from(settled).toString('base64')}")`;
    });
}

const trackerScript = /<script[^>]*\ssrc="https?:\/\/[^"]*"[^>]*><\/script>\s*<script>[^<]*gtag[^<]*<\/script>/;

/** Takes the tag manager out, which no option of Allure 3 does, and adds a content security policy. */
function closePage(page: string): string {
  const clean = page.replace(trackerScript, '');
  const scripts = inlineScripts(clean).map(
    (script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  const policy = [
    `default-src 'none'`,
    // The scripts of the page itself, by their digests; the application is a data: script.
    `script-src data: ${scripts.join(' ')}`,
    `style-src 'unsafe-inline'`,
    'img-src data: blob:',
    'font-src data:',
    'connect-src data: blob:',
    `form-action 'none'`,
  ].join('; ');
  return clean.replace(
    '<meta charset="utf-8">',
    (meta) => `${meta}\n    <meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
}

function inlineScripts(page: string): string[] {
  return [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script ?? '');
}

const sources =
  /<(?:script|link|img|iframe|object|embed|source|video|audio)\b[^>]*\s(?:src|href|data)\s*=\s*["']?([^"'\s>]*)/gi;

/** What in a page would load something from elsewhere; empty for a page that may be sent to anyone. */
export function pageFaults(page: string): string[] {
  const faults: string[] = [];
  for (const [, source = ''] of page.matchAll(sources)) {
    if (!/^(?:data:|blob:|#)/i.test(source)) faults.push(`a source outside the page: ${source}`);
  }
  if (/googletagmanager|google-analytics|gtag\(/i.test(page)) faults.push('a tag manager');
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page)?.[1];
  if (policy === undefined) faults.push('no content security policy');
  else if (!policy.includes(`default-src 'none'`)) faults.push(`a policy without default-src 'none': ${policy}`);
  else if (/https?:|\*/.test(policy)) faults.push(`a policy that allows other places: ${policy}`);
  return faults;
}
