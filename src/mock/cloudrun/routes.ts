// `/v1/cloudrun/{name}/{anyPath}` (https://docs.cloudbase.net/en/http-api/cloudrun/cloudrun-post).
import { statSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerGatewayPreflight } from '../admission.ts';
import type { CallerOf } from '../credentials.ts';
import { isPreflight } from '../cross-origin.ts';
import { GatewayRefusal } from '../errors.ts';
import type { Log } from '../tell.ts';
import type { Trouble } from '../web/forward.ts';
import type { Hosts } from '../web/host.ts';
import type { Site } from '../web/pass-on.ts';
import { passBodies, passOn, webMethods } from '../web/pass-on.ts';
import { dispositionOf } from './disposition.ts';
import type { Service, Services } from './services.ts';
import { findService, refusal } from './services.ts';

export type CloudrunOptions = {
  readonly callerOf: CallerOf;
  readonly services: Services | undefined;
  readonly hosts: Hosts;
  readonly environment: string;
  readonly log: Log;
};

/** 20 MB (https://docs.cloudbase.net/run/limitation); the general page on errors says 100 MB. */
const bodyLimit = 20 * 1024 * 1024;
const longestSeconds = 60;

type ServiceRoute = { Params: { name: string } };

export function registerCloudrun(app: FastifyInstance, options: CloudrunOptions): void {
  const serve = async (request: FastifyRequest<ServiceRoute>, reply: FastifyReply): Promise<FastifyReply> => {
    if (isPreflight(request)) return answerGatewayPreflight(request, reply);
    const caller = await options.callerOf(request.headers.authorization, request);
    const { name } = request.params;
    const service = findService(options.services, name, isFile);
    if (service === undefined) throw refusal('SERVICE_NOT_FOUND');
    if (service.refuses !== undefined) throw refusal(service.refuses);
    return passOn(request, reply, siteOf(name, service, options), caller);
  };
  void app.register((scope, _options, done) => {
    passBodies(scope, bodyLimit);
    for (const url of ['/v1/cloudrun/:name', '/v1/cloudrun/:name/*']) {
      scope.route<ServiceRoute>({ method: [...webMethods], url, handler: serve });
    }
    done();
  });
}

function siteOf(name: string, service: Service, { hosts, environment, log }: CloudrunOptions): Site {
  const speaker = { service: name };
  const { file = '', forward, timeout = longestSeconds } = service;
  return {
    speaker,
    address: () => (forward === undefined ? hosts.address(file, speaker) : Promise.resolve(new URL(forward))),
    environment,
    timeout: timeout * 1000,
    bodyLimit,
    refuse: refusalFor,
    added: contentDisposition,
    log,
  };
}

function refusalFor(trouble: Trouble): GatewayRefusal {
  switch (trouble) {
    case 'not ready':
      return refusal('SERVICE_NOT_READY');
    case 'too slow':
      return refusal('SERVICE_TIMEOUT');
    case 'too large':
      return new GatewayRefusal(413, 'EXCEED_MAX_PAYLOAD_SIZE', 'The request payload is larger than 20 MB.');
    case 'broke off':
      return new GatewayRefusal(502, 'BAD_GATEWAY', 'Bad gateway.');
  }
}

function contentDisposition({ method }: FastifyRequest, { headers }: IncomingMessage): Record<string, string> {
  const disposition = dispositionOf({
    method,
    contentType: headers['content-type'],
    disposition: headers['content-disposition'],
  });
  return disposition === undefined ? {} : { 'content-disposition': disposition };
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}
