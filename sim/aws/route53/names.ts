/** Domain names as Route 53 has them: in lower case, with a dot at the end, and `*` spelled in octal. */

const WILDCARD = String.raw`\052`;

export function apiName(name: string): string {
  const lower = name
    .toLowerCase()
    .replace(/\.$/, "")
    .replace(/^\*(?=\.)/, WILDCARD);
  return `${lower}.`;
}

/** As programs write it: without the dot, and with the wildcard as such. */
export function plainName(name: string): string {
  return name.replace(/\.$/, "").replace(WILDCARD, "*");
}

/** Whether a name is that of a zone or below it. Both as the API has them. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}
