// One line of JSON per request.
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';

/** Parameters that prove something: what they hold is not told. */
const secretParameters = ['sudo_token', 'captcha_token', 'access_token', 'refresh_token', 'code', 'ticket', 'sign'];

/** When a request was answered: its id, method, address, status and how many milliseconds it took. */
export function logRequests(app: FastifyInstance, log: (line: string) => void): void {
  const stream = {
    write: (line: string) => {
      log(line.trimEnd());
    },
  };
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream);
  app.addHook('onResponse', (request, reply, done) => {
    logger.info({
      id: request.id,
      method: request.method,
      url: withoutSecrets(request.url),
      status: reply.statusCode,
      ms: Number(reply.elapsedTime.toFixed(1)),
    });
    done();
  });
}

function withoutSecrets(url: string): string {
  const start = url.indexOf('?') + 1;
  if (start === 0) return url;
  const parts = url
    .slice(start)
    .split('&')
    .map((part) => {
      const [name = ''] = part.split('=');
      return secretParameters.includes(name) ? `${name}=***` : part;
    });
  return url.slice(0, start) + parts.join('&');
}
