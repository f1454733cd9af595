import { test, expect } from '@playwright/test';
import { renderGatewayError } from './render-gateway-error.ts';

test('what could not be reached, where gateways.yaml names it, what to check', () => {
  const error = {
    code: 'GATEWAY_UNREACHABLE',
    message: 'nothing answers at http://127.0.0.1:3999 (connection refused)',
    remedy: 'is it running? start one with: npx gatewright mock --port 3999',
  };
  const gateway = { name: 'mock', location: { file: 'gateways.yaml', line: 4, column: 14 } };
  expect(renderGatewayError(error, { gateway, color: false })).toBe(
    `  GATEWAY_UNREACHABLE  nothing answers at http://127.0.0.1:3999 (connection refused)
    gateways.yaml:4:14   gateway "mock"
    check   is it running? start one with: npx gatewright mock --port 3999`,
  );
});

test('without a place or a remedy, the sentence alone', () => {
  const error = { code: 'GATEWAY_TIMEOUT', message: 'no answer within 10 s' };
  expect(renderGatewayError(error, { gateway: { name: 'shanghai' }, color: false })).toBe(
    '  GATEWAY_TIMEOUT  no answer within 10 s\n    gateway "shanghai"',
  );
});
