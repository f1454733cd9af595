import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { stringify, parse } from 'yaml';
import { runProgram } from './cli/program.ts';
import { testTerminal } from './cli/terminal.samples.ts';
test('fuzz', async () => {
  test.setTimeout(400000);
  const dir = mkdtempSync('/tmp/gwj/fuzz/x');
  const root = process.cwd();
  cpSync(join(root, 'specs/cases/base'), dir, { recursive: true });
  cpSync(join(root, 'contracts/app/course.openapi.yaml'), join(dir, 'contracts/x.openapi.yaml'));
  cpSync(join(root, 'workflows/auth/sign-in.arazzo.yaml'), join(dir, 'workflows/s/sign-in.arazzo.yaml'));
  cpSync(join(root, 'contracts/auth.openapi.yaml'), join(dir, 'contracts/auth.openapi.yaml'));
  cpSync(join(root, 'gateways.yaml'), join(dir, 'gateways.yaml'));
  cpSync(join(root, 'mock'), join(dir, 'mock'), { recursive: true });
  process.chdir(dir);
  const files = [
    'contracts/courses.openapi.yaml',
    'workflows/courses.arazzo.yaml',
    'gateways.yaml',
    'mock/tables.yaml',
    'contracts/x.openapi.yaml',
    'workflows/s/sign-in.arazzo.yaml',
  ];
  const odd: unknown[] = [
    null,
    [],
    {},
    5,
    -1,
    true,
    '',
    'x',
    '$',
    '$inputs.',
    '{$',
    '{',
    ['a'],
    { a: 1 },
    { $ref: '#/x' },
    { $ref: '#' },
    '$response.body#/',
    '__proto__',
    'constructor',
    [null],
    [[]],
    1e400,
    '\u0000',
  ];
  let seed = 12345;
  const rnd = (n: number) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return seed % n;
  };
  const paths = (v: any, p: any[] = []): any[][] =>
    v && typeof v === 'object' ? [p, ...Object.keys(v).flatMap((k) => paths(v[k], [...p, k]))] : [p];
  const seen = new Set<string>();
  let ok = 0,
    slow = 0;
  for (let i = 0; i < 2500; i++) {
    const file = files[rnd(files.length)]!;
    const text = readFileSync(join(dir, file), 'utf8');
    const value = parse(text);
    const all = paths(value);
    const p = all[rnd(all.length)]!;
    const o = odd[rnd(odd.length)];
    let out: string;
    if (i % 5 === 0) {
      const at = rnd(text.length);
      out =
        text.slice(0, at) +
        ['\t', '"', "'", '{', ']', ': ', '\n', '&a', '*a', '%', '|'][rnd(11)] +
        text.slice(at + rnd(4));
    } else {
      let root2: any = { r: value };
      let h = root2;
      let key = 'r';
      for (const k of p) {
        h = h[key];
        key = k;
      }
      const how = rnd(4);
      if (how === 0 && p.length) {
        const v = h[key];
        if (!Array.isArray(h)) {
          delete h[key];
          h[String(o)] = v;
        }
      } else if (how === 1 && p.length && !Array.isArray(h)) delete h[key];
      else h[key] = o;
      out = stringify(root2.r);
    }
    writeFileSync(join(dir, file), out);
    const started = Date.now();
    for (const words of file.startsWith('mock')
      ? [['run', '--timeout', '2000']]
      : i % 10 === 0
        ? [['lint'], ['run', '--timeout', '2000']]
        : [['lint']]) {
      const t = testTerminal({});
      try {
        const exit = await runProgram(words, t);
        if (exit === 0) ok++;
        const bad = t.lines.join('\n').match(/undefined|\[object|NaN| at .*\.ts:/);
        if (bad && !seen.has(bad[0])) {
          seen.add(bad[0]);
          console.log('TEXT', file, p.join('/'), JSON.stringify(o), t.lines.join('\n').slice(0, 600));
        }
      } catch (e) {
        const k = (e as Error).stack!.split('\n').slice(0, 2).join(' ').slice(0, 200);
        if (!seen.has(k)) {
          seen.add(k);
          console.log(
            'CRASH',
            words[0],
            file,
            p.join('/'),
            JSON.stringify(o),
            (e as Error).stack!.split('\n').slice(0, 5).join('\n'),
          );
        }
      }
    }
    if (Date.now() - started > 1500) {
      slow++;
      console.log('SLOW', Date.now() - started, file, p.join('/'), JSON.stringify(o));
    }
    writeFileSync(join(dir, file), text);
  }
  console.log({ ok, slow });
});
