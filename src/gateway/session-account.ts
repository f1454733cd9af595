import { isJsonObject } from '../core/json.ts';
import { memberOf } from '../document/json-pointer.ts';
import type { GatewaysFile } from './read-gateways.ts';

/** The account that stands for a person: `user`, else the first that logs in, else the first that there is. */
export function sessionAccount({ document, default: name, accounts }: GatewaysFile): string | undefined {
  if (accounts.includes('user')) return 'user';
  const own = memberOf(memberOf(memberOf(document.value, 'gateways'), name), 'accounts');
  const declared = [own, memberOf(document.value, 'accounts')].flatMap((entry) =>
    isJsonObject(entry) ? Object.entries(entry) : [],
  );
  const [first] = declared.filter(([, account]) => memberOf(account, 'login') !== undefined);
  return (first ?? declared[0])?.[0];
}
