/**
 * The cloud function `hello`, as the embedded mock gateway runs it: a file is a function, `main` gets the request's body
 * and what it returns is the answer.
 * @param {{ name?: string, age?: number }} event
 */
export async function main(event) {
  const { name = '世界', age } = event;
  return { message: `你好, ${name}`, adult: age === undefined ? null : age >= 18 };
}
