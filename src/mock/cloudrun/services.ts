import { join } from 'node:path';
import { DescriptionError } from '../../core/errors.ts';
import type { Fault } from '../../core/errors.ts';
import { GatewayRefusal } from '../errors.ts';
import { extensions } from '../functions/find-handlers.ts';
import { namePattern } from '../name-pattern.ts';

/**
 * What the gateway answers in place of a service, with the status of each code. 403 and 404 of the first two are documented
 * (https://docs.cloudbase.net/en/http-api/cloudrun/cloudrun-post); those of the others are inferred.
 */
export const serviceRefusals = {
  SERVICE_NOT_FOUND: [404, 'Service not found.'],
  SERVICE_FORBIDDEN: [403, 'Service forbidden.'],
  SERVICE_NOT_READY: [503, 'Service not ready.'],
  SERVICE_TIMEOUT: [504, 'Service timeout.'],
  SERVICE_VERSION_NOT_FOUND: [404, 'Service version not found.'],
  SERVICE_ENDPOINT_NOT_FOUND: [404, 'Service endpoint not found.'],
  SERVICE_RESOURCE_NOT_FOUND: [404, 'Service resource not found.'],
  SERVICE_LB_STATUS_ABNORMAL: [502, 'Service LB status abnormal.'],
  SERVICE_CHARGE_OVERDUE: [402, 'Service charge overdue.'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type ServiceRefusal = keyof typeof serviceRefusals;

export function refusal(code: ServiceRefusal): GatewayRefusal {
  const [status, message] = serviceRefusals[code];
  return new GatewayRefusal(status, code, message);
}

/** A service has exactly one of `file`, `forward` and `refuses`. */
export type Service = {
  /** A JavaScript file whose default export answers requests: a function `(request, response)` or a `http.Server`. */
  readonly file?: string;
  /** The address of a server that runs on its own. */
  readonly forward?: string;
  /** It answers nothing but this. */
  readonly refuses?: ServiceRefusal;
  /** Seconds until its answer must have begun; absent: 60, the most there is (https://docs.cloudbase.net/run/limitation). */
  readonly timeout?: number;
};

/** A folder where `<name>.js`, `.mjs` or `.cjs` is a service, or services by name. */
export type Services = string | Readonly<Record<string, Service>>;

/** @throws DescriptionError with CONFIGURATION where an address to forward to is none */
export function checkServices(services: Services | undefined): void {
  if (services === undefined || typeof services === 'string') return;
  const faults = Object.entries(services).flatMap(([name, { forward }]): Fault[] => {
    if (forward === undefined || (URL.canParse(forward) && /^https?:\/\/[^?#@]+$/i.test(forward))) return [];
    const message = `the service "${name}" cannot be forwarded to its address`;
    const expected = 'an http or https address without user, query and fragment';
    return [{ code: 'CONFIGURATION', message, expected, actual: forward.replace(/\/\/[^/]*@/, '//***@') }];
  });
  if (faults.length > 0) throw new DescriptionError(faults);
}

/** @param exists whether there is such a file */
export function findService(
  services: Services | undefined,
  name: string,
  exists: (file: string) => boolean,
): Service | undefined {
  if (services === undefined || !namePattern.test(name)) return undefined;
  if (typeof services !== 'string') return Object.hasOwn(services, name) ? services[name] : undefined;
  const file = extensions.map((end) => join(services, name + end)).find((path) => exists(path));
  return file === undefined ? undefined : { file };
}
