/** Host names of listeners and routes of the Gateway API. */

/** Those under which a listener lets a route in; undefined: any. An empty list: the two have nothing in common. */
export function commonHostnames(
  listener: string | undefined,
  route: readonly string[] = [],
): readonly string[] | undefined {
  if (listener === undefined) return undefined;
  if (route.length === 0) return [listener];
  return route.flatMap((hostname) => common(hostname, listener) ?? []);
}

/** The narrower one of two that overlap. */
function common(a: string, b: string): string | undefined {
  if (a === b || covers(b, a)) return a;
  return covers(a, b) ? b : undefined;
}

function covers(wildcard: string, hostname: string): boolean {
  return wildcard.startsWith("*.") && hostname.endsWith(wildcard.slice(1));
}
