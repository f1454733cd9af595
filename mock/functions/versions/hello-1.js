/**
 * `hello` as it was: it greeted more formally. `X-Qualifier: 1` calls it.
 * @param {{ name?: string, age?: number }} event
 */
export async function main(event) {
  const { name = '世界', age } = event;
  return { message: `您好, ${name}`, adult: age === undefined ? null : age >= 18 };
}
