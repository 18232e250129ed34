/** Host names of listeners and routes. Facts: pkg/gateway/routeutils. */

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

/** Negative where the first is the more specific one. No name at all is the least specific. */
export function compareHostnames(a: string, b: string): number {
  return (
    Number(a === "") - Number(b === "") ||
    Number(a.startsWith("*.")) - Number(b.startsWith("*.")) ||
    b.split(".").length - a.split(".").length ||
    b.length - a.length
  );
}
