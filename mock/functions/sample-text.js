/**
 * Text of a length, to try limits with.
 * @param {{ bytes: number }} event
 */
export async function main(event) {
  return '.'.repeat(event.bytes);
}
