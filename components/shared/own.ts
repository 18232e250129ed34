/** What an object itself has under a key that somebody else chose: `constructor` is something in every object. */
export function own<T>(object: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
