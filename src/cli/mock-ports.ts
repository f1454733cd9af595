// Which gateway of `gatewright mock` listens where.
import { DescriptionError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest-name.ts';

/** What one `--port`, `--control-port` or `--object-port` says: of one gateway, or of the first of them. */
export type PortFlag = { readonly gateway?: string; readonly port: number };

/** What the command line says of all of them. */
export type PortFlags = Readonly<Record<Kind, readonly PortFlag[]>>;

export type Ports = Readonly<Record<Kind, number>>;

const highest = 65_535;
const defaults: Ports = { port: 3900, controlPort: 3901, objectPort: 0 };
const flagOf = { port: '--port', controlPort: '--control-port', objectPort: '--object-port' } as const;
type Kind = keyof typeof flagOf;

/** `3999`, or `mock-singapore=3999`; undefined where it is neither. */
export function readPort(text: string): PortFlag | undefined {
  const [, gateway, digits = ''] = /^(?:(.+)=)?([0-9]{1,5})$/s.exec(text) ?? [];
  if (digits === '' || Number(digits) > highest) return undefined;
  return { ...(gateway !== undefined && { gateway }), port: Number(digits) };
}

/**
 * The ports of each gateway, in their order. Without a name a port is that of the first gateway, and each further one
 * counts up by two, so that the defaults are 3900 and 3901, 3902 and 3903; 0, which object stores have, stays 0.
 * @throws DescriptionError (USAGE) where the flags contradict each other
 */
export function portsOf(gateways: readonly string[], flags: PortFlags): Ports[] {
  const numbers = {
    port: numbersOf('port', gateways, flags.port),
    controlPort: numbersOf('controlPort', gateways, flags.controlPort),
    objectPort: numbersOf('objectPort', gateways, flags.objectPort),
  };
  const taken = new Map<number, string>();
  const remedy = gateways.length > 1 ? 'give each its own, as in --port mock-singapore=4000' : 'give each its own';
  const claim = (port: number, owner: string): void => {
    const other = port === 0 ? undefined : taken.get(port);
    taken.set(port, owner);
    if (other !== undefined) throw usage({ message: `${other} is ${owner} as well`, actual: String(port), remedy });
  };
  return gateways.map((gateway, index) => {
    const port = numbers.port[index] ?? 0;
    const controlPort = numbers.controlPort[index] ?? 0;
    const objectPort = numbers.objectPort[index] ?? 0;
    claim(port, `the port of "${gateway}"`);
    claim(controlPort, `the control port of "${gateway}"`);
    claim(objectPort, `the object store's port of "${gateway}"`);
    return { port, controlPort, objectPort };
  });
}

function numbersOf(kind: Kind, gateways: readonly string[], flags: readonly PortFlag[]): number[] {
  const flag = flagOf[kind];
  const named = new Map<string | undefined, number>();
  for (const { gateway, port } of flags) {
    if (gateway !== undefined && !gateways.includes(gateway)) {
      const expected = `one of those that are started: ${gateways.join(', ')}`;
      const remedy = didYouMean(gateway, gateways) ?? 'start it too, with --gateway';
      throw usage({ message: `${flag} names a gateway that is not started`, expected, actual: gateway, remedy });
    }
    if (named.has(gateway)) {
      const whose = gateway === undefined ? 'without the name of a gateway' : `for "${gateway}"`;
      const remedy = `write ${flag} NAME=PORT for each gateway, or the port of the first one`;
      throw usage({
        message: `${flag} is given twice ${whose}`,
        actual: `${named.get(gateway) ?? ''} and ${port}`,
        remedy,
      });
    }
    named.set(gateway, port);
  }
  const first = named.get(undefined) ?? defaults[kind];
  return gateways.map((gateway, index) => {
    const port = named.get(gateway) ?? (first === 0 ? 0 : first + 2 * index);
    if (port <= highest) return port;
    const message = `${flag} counts beyond the last port for "${gateway}"`;
    throw usage({
      message,
      expected: `at most ${highest}`,
      actual: String(port),
      remedy: `begin lower, or write ${flag} ${gateway}=PORT`,
    });
  });
}

function usage(fault: {
  readonly message: string;
  readonly expected?: string;
  readonly actual: string;
  readonly remedy: string;
}): DescriptionError {
  return new DescriptionError([{ code: 'USAGE', ...fault }]);
}
