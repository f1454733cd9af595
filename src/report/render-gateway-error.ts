import pc from 'picocolors';
import type { SourceLocation } from '../core/source.ts';
import { formatLocation } from '../core/source.ts';
import { printable } from './printable.ts';

export type GatewayErrorRendering = {
  /** The gateway's name and where gateways.yaml says so. */
  readonly gateway?: { readonly name: string; readonly location?: SourceLocation | undefined } | undefined;
  readonly color: boolean;
};

/** Infrastructure is not a verdict: what could not be reached, which gateway that is, what to check. */
export function renderGatewayError(
  error: { readonly code: string; readonly message: string; readonly remedy?: string | undefined },
  { gateway, color }: GatewayErrorRendering,
): string {
  const colors = pc.createColors(color);
  const lines = [`  ${colors.bold(colors.yellow(error.code))}  ${printable(error.message)}`];
  if (gateway !== undefined) {
    const place = gateway.location === undefined ? '' : `${colors.cyan(formatLocation(gateway.location))}   `;
    lines.push(`    ${place}gateway "${printable(gateway.name)}"`);
  }
  if (error.remedy !== undefined) lines.push(`    ${colors.dim('check')}   ${printable(error.remedy)}`);
  return lines.join('\n');
}
