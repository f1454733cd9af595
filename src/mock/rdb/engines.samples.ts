// The engines that every suite of rows runs on. MariaDB or MySQL where one is reachable: GATEWRIGHT_TEST_DATABASE names
// another than that of this machine, as `mysql://user:password@host:port/database`.
import { createConnection } from 'mysql2/promise';

const address = process.env['GATEWRIGHT_TEST_DATABASE'] ?? 'mysql://root@127.0.0.1:3306/test';

type TestEngine = { readonly name: string; readonly database?: string; readonly skip?: string };

async function reachable(): Promise<string | undefined> {
  try {
    const connection = await createConnection({ uri: address, connectTimeout: 1000 });
    await connection.end();
    return undefined;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return `no MariaDB or MySQL at ${address.replace(/\/\/.*@/, '//')} (${reason}); GATEWRIGHT_TEST_DATABASE names another`;
  }
}

const skip = await reachable();

export const engines: readonly TestEngine[] = [
  { name: 'SQLite' },
  { name: 'MariaDB', database: address, ...(skip !== undefined && { skip }) },
];
