/** The domain that a name of a certificate is validated by: its own, or that of which it is the wildcard. */
export function domainOf(name: string): string {
  return name.replace(/^\*\./, "");
}

/** Domains of several names, each once. */
export function domainsOf(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(domainOf))];
}
