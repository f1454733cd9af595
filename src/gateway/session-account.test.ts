import { expect, test } from '@playwright/test';
import { readDocument } from '../document/read-document.ts';
import { readGateways } from './read-gateways.ts';
import { sessionAccount } from './session-account.ts';

const gateway = 'gateways: { a: { baseUrl: "http://127.0.0.1:1" } }';
const cases = [
  ['the one called user', 'accounts: { first: { login: l }, user: { apiKey: k } }', 'user'],
  ['else the first that logs in', 'accounts: { key: { apiKey: k }, person: { login: l } }', 'person'],
  ['else the first that there is', 'accounts: { key: { apiKey: k }, other: { apiKey: o } }', 'key'],
  ['none where there is none', '', undefined],
] as const;

for (const [what, accounts, name] of cases) {
  test(`the account that calls is ${what}`, () => {
    expect(sessionAccount(readGateways(readDocument(`${accounts}\n${gateway}\n`, 'gateways.yaml')))).toBe(name);
  });
}

test("an account of the default gateway comes before everybody's", () => {
  const text = `default: b
accounts: { shared: { login: l } }
gateways:
  a: { baseUrl: "http://127.0.0.1:1", accounts: { wrong: { login: l } } }
  b: { baseUrl: "http://127.0.0.1:1", accounts: { own: { login: l } } }
`;
  expect(sessionAccount(readGateways(readDocument(text, 'gateways.yaml')))).toBe('own');
});
