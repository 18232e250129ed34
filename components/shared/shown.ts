/** Characters of a value that a message shows: an ARN is shorter, and a message stays readable. */
const LONGEST = 200;

/** A value as messages quote it: JSON, and of a long one its beginning and its length. */
export function shown(value: unknown): string {
  return cut(JSON.stringify(value));
}

/** A text as messages show it without quotes: of a long one its beginning and its length. */
export function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}... (${text.length} characters)`;
}
