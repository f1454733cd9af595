import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test, expect } from '@playwright/test';
import { openAllureResults } from './allure-files.ts';
import { pageFaults, writeAllurePage } from './allure-page.ts';
import { launchChromium, listenForComplaints, noChromium } from './chromium.samples.ts';
import { sampleRun } from './events.samples.ts';

test.describe.configure({ mode: 'serial' });

let folder: string;
let path: string;
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatewright-'));
  const results = openAllureResults(join(folder, 'results'), { text: () => undefined, environment: {} });
  for (const event of sampleRun()) results.add(event);
  path = await writeAllurePage(join(folder, 'results'), join(folder, 'allure'), 'A sample run');
});
test.afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('one file, which loads nothing from anywhere', () => {
  expect(readdirSync(join(folder, 'allure'))).toEqual(['index.html']);
  expect(path).toBe(join(folder, 'allure', 'index.html'));
  const page = readFileSync(path, 'utf8');
  expect(pageFaults(page)).toEqual([]);
  expect(page).toContain('<title> A sample run </title>');
});

test('the same results give the same page', async () => {
  const again = await writeAllurePage(join(folder, 'results'), join(folder, 'again'), 'A sample run');
  expect(readFileSync(again).equals(readFileSync(path))).toBe(true);
});

const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src data:">`;
const faulty = [
  { name: 'no policy', page: '<p>', faults: ['no content security policy'] },
  {
    name: 'a policy that lets everything in',
    page: policy.replace(`default-src 'none'; script-src data:`, 'script-src https://cdn.example'),
    faults: [`a policy without default-src 'none': script-src https://cdn.example`],
  },
  {
    name: 'a policy that lets one place in',
    page: policy.replace('data:', 'https://cdn.example'),
    faults: [`a policy that allows other places: default-src 'none'; script-src https://cdn.example`],
  },
  {
    name: 'a script, a style sheet, a picture and a frame from elsewhere',
    page: `${policy}<script async src="https://x.example/a.js"></script><link rel=stylesheet href='//x.example/a.css'>
      <img alt="" src=http://x.example/a.png><iframe src="/elsewhere"></iframe><script src="data:text/javascript,1"></script>`,
    faults: [
      'a source outside the page: https://x.example/a.js',
      'a source outside the page: //x.example/a.css',
      'a source outside the page: http://x.example/a.png',
      'a source outside the page: /elsewhere',
    ],
  },
  { name: 'a tag manager', page: `${policy}<script>gtag('js', new Date());</script>`, faults: ['a tag manager'] },
];
for (const { name, page, faults } of faulty) {
  test(`the check notices ${name}`, () => {
    expect(pageFaults(page)).toEqual(faults);
  });
}

test('in Chromium the page shows the run, a test, a step and its attachments, and no request leaves', async () => {
  test.skip(noChromium !== undefined, noChromium);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const complaints = listenForComplaints(page);
    const left: string[] = [];
    page.on('request', (request) => {
      if (!/^(?:file|data|blob):/.test(request.url())) left.push(request.url());
    });
    await page.goto(pathToFileURL(path).href);
    await expect(page.getByText('mysqldb', { exact: true })).toBeVisible();
    await page.getByText('A course is created, read, changed and deleted').click();
    await expect(page.getByText('BODY_SCHEMA_MISMATCH').first()).toBeVisible();
    await page.getByText('create: POST /v1/rdb/rest/course -> 201').click();
    await page.getByText('response', { exact: true }).first().click();
    await expect(page.getByText('9007199254740993')).toBeVisible();
    expect(left).toEqual([]);
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});
