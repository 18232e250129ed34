/** Characters of a value that a message shows: enough to recognise it, and a message stays readable. */
const LONGEST = 80;

/** A value as messages quote it: JSON, and of a long one its beginning and its length. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value);
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST)}... (${text.length} characters)`;
}
