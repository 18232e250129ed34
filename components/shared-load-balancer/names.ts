/** Pulumi names of children, by which the state before an update is read. */
export function childNames(name: string) {
  return {
    loadBalancer: `${name}-alb`,
    httpListener: `${name}-http`,
    httpsListener: `${name}-https`,
    /** Beginning of those of rules at a given listener. */
    rules: `${name}-rule`,
  };
}
