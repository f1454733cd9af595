import type { JsonValue } from '../core/json.ts';
import type { Scope } from './scope.ts';

/** For tests: a scope after one exchange, whose response had this body. */
export function scopeOf(responseBody: JsonValue | undefined, inputs: Scope['inputs'] = {}): Scope {
  return {
    inputs: { phone: '+86 1', user: { name: '张三' }, ...inputs },
    steps: new Map([['create', { id: 7 }]]),
    workflows: new Map([['login', { inputs: { phone: 'p' }, outputs: { token: 'w' } }]]),
    outputs: { token: 't' },
    self: 'https://example.com/self',
    sources: new Map([['rdb', { url: './rdb.yaml', type: 'openapi' }]]),
    exchange: {
      exchange: {
        request: {
          method: 'POST',
          url: 'http://gateway/v1/course?id=eq.1',
          headers: [['Prefer', 'return=representation']],
        },
        response: {
          status: 201,
          headers: [
            ['Content-Range', '0-0/1'],
            ['Vary', 'a'],
            ['vary', 'b'],
            ['Set-Cookie', 'a=1'],
            ['Set-Cookie', 'b=2'],
          ],
          body: new Uint8Array(),
        },
        startedAt: 0,
        duration: 1,
      },
      path: new Map([['table', 'course']]),
      query: new Map([['id', 'eq.1']]),
      requestBody: { title: '高等数学' },
      responseBody,
    },
  };
}
