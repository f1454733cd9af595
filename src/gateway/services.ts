// The CloudRun services of an embedded gateway, as gateways.yaml says them.
import { isJsonObject } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import * as its from '../document/configuration.ts';
import type { Check } from '../document/configuration.ts';

/** What the gateway may answer in place of a service. */
const serviceRefusals = [
  'SERVICE_FORBIDDEN',
  'SERVICE_NOT_READY',
  'SERVICE_TIMEOUT',
  'SERVICE_VERSION_NOT_FOUND',
  'SERVICE_ENDPOINT_NOT_FOUND',
  'SERVICE_RESOURCE_NOT_FOUND',
  'SERVICE_LB_STATUS_ABNORMAL',
  'SERVICE_CHARGE_OVERDUE',
] as const;

/** Exactly one of the first three. */
export type Service = {
  /** A file whose default export answers requests, relative to the project's folder. */
  readonly file?: string;
  /** The address of a server that runs on its own. */
  readonly forward?: string;
  /** It answers nothing but this. */
  readonly refuses?: (typeof serviceRefusals)[number];
  /** Seconds. */
  readonly timeout?: number;
};

/** A folder where `<name>.js` is a service, or services by name. */
export type Services = string | Readonly<Record<string, Service>>;

const longest = 60;

const seconds: Check = (value, place) => {
  if (typeof value === 'number' && value > 0 && value <= longest) return;
  its.wrongValue(place, value, `seconds, above 0 and at most ${longest}`);
};

const service = its.all(
  its.object({ file: its.text, forward: its.text, refuses: its.oneOf(...serviceRefusals), timeout: seconds }),
  its.exactlyOne('file', 'forward', 'refuses'),
);

export const services: Check = (value, place) => {
  if (isJsonObject(value)) its.mapOf(service)(value, place);
  else if (typeof value !== 'string' || value === '') {
    its.wrongValue(place, value, 'a folder of services, or services by name');
  }
};

/** @param written checked */
export function readServices(written: JsonValue | undefined): Services | undefined {
  if (typeof written === 'string') return written;
  if (!isJsonObject(written)) return undefined;
  return Object.fromEntries(Object.entries(written).map(([name, value]) => [name, readService(value)]));
}

function readService(value: JsonValue): Service {
  const { file, forward, refuses, timeout } = isJsonObject(value) ? value : {};
  const code = serviceRefusals.find((known) => known === refuses);
  return {
    ...(typeof file === 'string' && { file }),
    ...(typeof forward === 'string' && { forward }),
    ...(code !== undefined && { refuses: code }),
    ...(typeof timeout === 'number' && { timeout }),
  };
}

/** @returns the same with every path changed by `change` */
export function withPaths<One extends { readonly file?: string }>(
  written: string | Readonly<Record<string, One>>,
  change: (path: string) => string,
): string | Readonly<Record<string, One>> {
  if (typeof written === 'string') return change(written);
  const changed = Object.entries(written).map(
    ([name, one]) => [name, one.file === undefined ? one : { ...one, file: change(one.file) }] as const,
  );
  return Object.fromEntries(changed);
}
