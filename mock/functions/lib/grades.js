/** @param {number} grade */
export function checkGrade(grade) {
  if (!(grade >= 0 && grade <= 100)) throw new RangeError(`a grade is from 0 to 100, not ${grade}`);
}
