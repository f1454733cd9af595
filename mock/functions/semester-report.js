/**
 * Writes a page in a tenth of a second.
 * @param {{ pages: number }} event
 */
export async function main(event) {
  await new Promise((done) => setTimeout(done, event.pages * 100));
  return { pages: event.pages };
}
