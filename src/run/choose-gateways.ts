import { DescriptionError } from '../core/errors.ts';
import { addressGateway } from '../gateway/gateway.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { gatewayNamed, isBaseUrl } from '../gateway/read-gateways.ts';
import type { Project } from '../project.ts';

/**
 * The gateways that are named, or the project's default; with an address, that gateway at this address.
 * @throws DescriptionError where a name, a variable or the address is wrong: nothing is sent
 */
export function chooseGateways(
  { gateways, environment }: Project,
  wanted: { readonly gateway: readonly string[]; readonly baseUrl?: string },
): Gateway[] {
  if (gateways === undefined) {
    const message = 'the project has no gateways.yaml, so there is no gateway to send to';
    const remedy = 'write one, such as: gateways: { mock: { embedded: { region: ap-shanghai } } }';
    throw new DescriptionError([{ code: 'FILE_NOT_FOUND', message, remedy }]);
  }
  const names = wanted.gateway.length > 0 ? [...new Set(wanted.gateway)] : [gateways.default];
  const chosen = names.map((name) => gatewayNamed(gateways, name, environment));
  const { baseUrl } = wanted;
  if (baseUrl === undefined) return chosen;
  if (!isBaseUrl(baseUrl)) {
    const message = '--base-url is no address';
    const expected = 'an http or https address, as in http://127.0.0.1:3000';
    throw new DescriptionError([{ code: 'USAGE', message, expected, actual: baseUrl }]);
  }
  if (chosen.length > 1) {
    const message = '--base-url is the address of one gateway';
    throw new DescriptionError([{ code: 'USAGE', message, actual: names.join(', '), remedy: 'name one --gateway' }]);
  }
  return chosen.map((gateway) => addressGateway(baseUrl, gateway));
}
