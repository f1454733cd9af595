// Addresses and names of machines and people: IPv4, IPv6, host names, mail addresses.
import idn from 'idn-hostname';

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** `dotted-quad` of RFC 2673 section 3.2, without leading zeros. */
export function isIpv4(text: string): boolean {
  return text.length <= 15 && ipv4.test(text);
}

const longestIpv6 = 45;
const hexadecimal = /^[\dA-Fa-f]{1,4}$/;

/** RFC 4291 section 2.2: no zone, no prefix length. */
export function isIpv6(text: string): boolean {
  if (text.length > longestIpv6) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  // Only what ends the whole address may be written as IPv4, and stands for two groups.
  const mixed = text.endsWith(last) && isIpv4(last);
  const count = groups.length + (mixed ? 1 : 0);
  if (halves.length === 1 ? count !== 8 : count > 7) return false;
  return (mixed ? groups.slice(0, -1) : groups).every((group) => hexadecimal.test(group));
}

const longestHostname = 253;
const label = /^[A-Za-z\d](?:[A-Za-z\d-]{0,61}[A-Za-z\d])?$/;

/** RFC 1123 section 2.1; labels that begin with `xn--` must be A-labels (RFC 5890 section 2.3.2.1). */
export function isHostname(text: string): boolean {
  if (text.length > longestHostname) return false;
  const labels = text.split('.');
  if (!labels.every((part) => label.test(part))) return false;
  return !labels.some((part) => /^xn--/i.test(part)) || isIdnHostname(text);
}

const endsWithSeparator = /[.\uFF0E\u3002\uFF61]$/;

/** RFC 5890 section 2.3.2.3. */
export function isIdnHostname(text: string): boolean {
  // In code units, an internationalised name is shorter than its A-labels; the library would unfold any length.
  if (text.length > longestHostname || endsWithSeparator.test(text)) return false;
  try {
    return idn.isIdnHostname(text);
  } catch {
    return false;
  }
}

const atoms = /^[\w!#$%&'*+\-/=?^`{|}~]+(?:\.[\w!#$%&'*+\-/=?^`{|}~]+)*$/;
const quoted = /^"(?:[ !#-[\]-~]|\\[ -~])*"$/;
const wideAtoms = /^[\w!#$%&'*+\-/=?^`{|}~\u0080-\u{10FFFF}]+(?:\.[\w!#$%&'*+\-/=?^`{|}~\u0080-\u{10FFFF}]+)*$/u;
const wideQuoted = /^"(?:[ !#-[\]-~\u0080-\u{10FFFF}]|\\[ -~])*"$/u;

/** `Mailbox` of RFC 5321 section 4.1.2. */
export function isEmail(text: string): boolean {
  return isMailbox(text, (local) => atoms.test(local) || quoted.test(local), isHostname);
}

/** `Mailbox` as RFC 6531 section 3.3 extends it. */
export function isIdnEmail(text: string): boolean {
  return isMailbox(text, (local) => wideAtoms.test(local) || wideQuoted.test(local), isIdnHostname);
}

type Judge = (text: string) => boolean;

function isMailbox(text: string, isLocalPart: Judge, isDomain: Judge): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1) return false;
  const domain = text.slice(at + 1);
  return (domain.startsWith('[') ? isAddressLiteral(domain) : isDomain(domain)) && isLocalPart(text.slice(0, at));
}

/** RFC 5321 section 4.1.3; no tag but `IPv6` is registered. */
function isAddressLiteral(text: string): boolean {
  const address = /^\[(ipv6:)?(.*)\]$/i.exec(text);
  if (!address) return false;
  const [, tag, literal = ''] = address;
  return tag === undefined ? isIpv4(literal) : isIpv6(literal);
}
