// The page to try calls, as a person uses it, in Chromium.
import { EventEmitter, once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect as baseExpect, test } from '@playwright/test';
import type { Browser, BrowserContextOptions, Locator, Page } from '@playwright/test';
import { runProgram } from '../src/cli/program.ts';
import { testTerminal } from '../src/cli/terminal.samples.ts';
import type { TestTerminal } from '../src/cli/terminal.samples.ts';
import { launchChromium, listenForComplaints, noChromium } from '../src/report/chromium.samples.ts';

/** A loaded machine draws a large document slowly. */
const expect = baseExpect.configure({ timeout: 30_000 });

let terminal: TestTerminal;
let exit: Promise<number>;
let browser: Browser;
let address: string;

test.skip(noChromium !== undefined, noChromium);
test.setTimeout(180_000);

test.beforeAll(async () => {
  test.setTimeout(180_000);
  terminal = testTerminal();
  const begun = new EventEmitter();
  const ready = once(begun, 'page');
  const print = (text: string): void => {
    terminal.print(text);
    const [, page] = /^try calls at (\S+)/.exec(text) ?? [];
    if (page !== undefined) begun.emit('page', page);
  };
  const words = 'mock --gateway mock-shanghai --gateway mock-singapore --port 0 --control-port 0'.split(' ');
  exit = runProgram(words, { ...terminal, print });
  [address] = (await ready) as [string];
  browser = await launchChromium();
});

test.afterAll(async () => {
  if (noChromium !== undefined) return;
  await browser.close();
  terminal.interrupt();
  expect(await exit).toBe(130);
});

type Opened = {
  readonly page: Page;
  /** Addresses that the page has asked for. */
  readonly asked: readonly string[];
  readonly complaints: readonly string[];
};

async function open(query: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(30_000);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const complaints = listenForComplaints(page);
  await page.goto(`${address}?${query}`);
  await expect(page.locator('.opblock').first()).toBeVisible({ timeout: 30_000 });
  return { page, asked, complaints };
}

/** The operation of that id, opened. */
async function openOperation(page: Page, id: string): Promise<Locator> {
  const operation = page.locator(`.opblock[id$="-${id}"]`);
  await operation.locator('.opblock-summary-control').click();
  await expect(operation.getByRole('button', { name: 'Execute' })).toBeVisible();
  return operation;
}

async function execute(operation: Locator): Promise<void> {
  await operation.getByRole('button', { name: 'Execute' }).click();
}

const status = (operation: Locator): Locator =>
  operation.locator('.live-responses-table td.response-col_status:not(.col_header)');
const finding = (page: Page): Locator => page.locator('#finding');

test('a row is read and written in Singapore as a user, and the contract is checked', async () => {
  const { page, asked, complaints } = await open('document=mysqldb');
  await page.getByLabel('Gateway', { exact: true }).selectOption('mock-singapore');
  await page.getByLabel('Call as', { exact: true }).selectOption('user');
  const query = await openOperation(page, 'queryRecords');
  await query.locator('tr[data-param-name="table"] input').fill('course');
  await execute(query);
  await expect(status(query)).toContainText('200');
  await expect(query.locator('.live-responses-table')).toContainText('Compilers');
  await expect(finding(page)).toContainText('keeps the contract of queryCourses');
  await query.locator('.opblock-summary-control').click();

  const insert = await openOperation(page, 'insertRecords');
  await insert.locator('tr[data-param-name="table"] input').fill('course');
  await insert.locator('textarea.body-param__text').fill('{"name":"written on the page","position":99}');
  await execute(insert);
  await expect(status(insert)).toContainText('201');
  await expect(finding(page)).toContainText('keeps the contract of insertCourses');

  expect(terminal.lines.filter((line) => line.includes('/v1/rdb/rest/course')).map((line) => parse(line))).toEqual([
    ...['mock-singapore OPTIONS 204', 'mock-singapore GET 200', 'mock-singapore OPTIONS 204'],
    'mock-singapore POST 201',
  ]);
  expect(asked.filter((url) => !/^(?:http:\/\/127\.0\.0\.1:\d+\/|data:)/.test(url))).toEqual([]);
  expect(asked.filter((url) => url.includes('eyJ'))).toEqual([]);
  expect(
    await page.evaluate('JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }])'),
  ).not.toContain('eyJ');
  expect(complaints).toEqual([]);
});

function parse(line: string): string {
  const { gateway, method, status } = JSON.parse(line) as Record<'gateway' | 'method' | 'status', string>;
  return `${gateway} ${method} ${status}`;
}

test('without a credential the gateway refuses, with the keyboard alone', async () => {
  const { page, complaints } = await open('document=app%2Fcourse');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Contract', { exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Gateway', { exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Call as', { exact: true })).toBeFocused();
  const query = page.locator('.opblock[id$="-queryCourses"]');
  await tabTo(page, query.locator('.opblock-summary-control'));
  await page.keyboard.press('Enter');
  const button = query.getByRole('button', { name: 'Execute' });
  await expect(button).toBeVisible();
  // Until all of the operation is drawn, the button may be another one by the time that the key is pressed.
  await expect(async () => {
    await tabTo(page, button);
    await page.keyboard.press('Enter');
    await expect(status(query)).toContainText('401', { timeout: 5000 });
  }).toPass({ timeout: 60_000 });
  await expect(finding(page)).toContainText('-> 401 keeps the contract of queryRecords');
  // Chromium tells each refusal of its own accord.
  expect(complaints.filter((text) => !text.includes('the server responded with a status of 401'))).toEqual([]);
});

async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the keyboard does not lead there');
}

test('on a phone nothing is wider than the page, and what CloudRun sends as a download is read there', async () => {
  const { page } = await open('document=app%2Fshop&credential=user', { viewport: { width: 375, height: 700 } });
  const find = await openOperation(page, 'findItems');
  await execute(find);
  await expect(status(find)).toContainText('200');
  await expect(find.locator('.live-responses-table')).toContainText('pencil');
  await expect(find.locator('.live-responses-table')).toContainText(/content-disposition: attachment/i);
  await expect(finding(page)).toContainText('keeps the contract of findItems');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
});

test('SMS: sent in Shanghai, refused in Singapore', async () => {
  const { page } = await open('document=auth');
  const send = await openOperation(page, 'sendVerification');
  await send.locator('textarea.body-param__text').fill('{"phone_number":"+86 13800138002","target":"ANY"}');
  await execute(send);
  await expect(status(send)).toContainText('200');
  await page.getByLabel('Gateway', { exact: true }).selectOption('mock-singapore');
  await execute(send);
  await expect(status(send)).toContainText('400');
});

test('an account that cannot sign in says so', async () => {
  const { page } = await open('document=app%2Fcourse&credential=user');
  await page.route('**/docs/credential', (route) =>
    route.fulfill({ status: 502, json: { message: '"user" could not sign in: CODE_NOT_RECEIVED' } }),
  );
  const query = await openOperation(page, 'queryCourses');
  await execute(query);
  await expect(finding(page)).toHaveText('"user" could not sign in: CODE_NOT_RECEIVED');
});

test('a session that the gateway has ended is signed in anew by the next call', async () => {
  const { page } = await open('document=app%2Fcourse&credential=user');
  const query = await openOperation(page, 'queryCourses');
  await execute(query);
  await expect(status(query)).toContainText('200');
  const [control = ''] = terminal.lines.flatMap(
    (line) => /^mock gateway "mock-shanghai".*control port (\S+)/.exec(line)?.[1] ?? [],
  );
  await page.request.post(`${control}/clock`, { data: { advance: 3 * 3600 * 1000 } });
  await execute(query);
  await expect(status(query)).toContainText('401');
  await execute(query);
  await expect(status(query)).toContainText('200');
});

for (const { name, ...context } of [
  { name: 'wide', viewport: { width: 1280, height: 800 } },
  { name: 'phone', viewport: { width: 390, height: 844 } },
  { name: 'dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const },
]) {
  test(`every document is shown: ${name}`, async () => {
    const { page, complaints } = await open('document=mysqldb&credential=user', context);
    const query = await openOperation(page, 'queryRecords');
    await query.locator('tr[data-param-name="table"] input').fill('course');
    await execute(query);
    await expect(finding(page)).toContainText('keeps the contract of queryCourses');
    await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
    const contract = page.getByLabel('Contract', { exact: true });
    const titles = await contract.locator('option').allTextContents();
    const files = readdirSync(join(import.meta.dirname, '../contracts'), { encoding: 'utf8', recursive: true });
    expect(titles).toHaveLength(files.filter((file) => file.endsWith('.openapi.yaml')).length);
    for (const label of titles) {
      await contract.selectOption({ label });
      await expect(page.locator('.opblock').first()).toBeVisible();
      await expect(page.locator('.errors-wrapper')).toHaveCount(0);
    }
    const width = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(width).toBe(0);
    const [red] = await page.evaluate<number[]>(
      'getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)',
    );
    expect((red ?? 0) < 128).toBe(name === 'dark');
    expect(complaints).toEqual([]);
  });
}
