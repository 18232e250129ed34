/**
 * Whether text matches a pattern in which `*` stands for any characters and `?` for exactly one. Takes time in
 * proportion to text times pattern at worst, whatever the pattern.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let resumeAt = 0;
  while (at < text.length) {
    const expected = pattern[place];
    if (expected === "*") {
      star = place++;
      resumeAt = at;
    } else if (expected === "?" || expected === text[at]) {
      at++;
      place++;
    } else if (star >= 0) {
      place = star + 1;
      at = ++resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[place] === "*") place++;
  return place === pattern.length;
}
