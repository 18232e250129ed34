import { addonDefinitions } from "../../sim/aws/eks/addons/registry.ts";
import { simulated } from "../../sim/catalog.ts";
import { operations } from "../../sim/cloud.ts";
import { builtInKinds } from "../../sim/kubernetes/api/kinds.ts";
import { charts, imageNames } from "../../sim/services.ts";

/** What the simulated cloud knows, by what it is. */
const LISTS = {
  type: () => simulated().resources.filter((token) => !isKind(token)),
  function: () => simulated().functions,
  component: () => simulated().components,
  operation: () =>
    Object.entries(operations).flatMap(([service, known]) =>
      Object.keys(known).map((action) => `${service}:${action}`),
    ),
  kind: () => [...builtInKinds.keys()],
  "add-on": () => addonDefinitions.map(({ name }) => name),
  "chart value": () => charts.flatMap(({ name, values }) => values.map((value) => `${name} ${value}`)),
  image: () => imageNames,
};

export type Sort = keyof typeof LISTS;

const SORTS = Object.keys(LISTS) as readonly Sort[];

/** One thing that the simulated cloud knows, as the lists of this folder name it: `operation ec2:CreateVpc`. */
export type Item = `${Sort} ${string}`;

/** Everything that somebody must reach. */
export function knownItems(): Item[] {
  return SORTS.flatMap((sort) => knownNames(sort).map((name) => item(sort, name)));
}

/** In alphabetical order. Pulumi's types of Kubernetes kinds are left out: they come with their kinds. */
export function knownNames(sort: Sort): string[] {
  return [...LISTS[sort]()].sort();
}

export function item(sort: Sort, name: string): Item {
  return `${sort} ${name}`;
}

/** `kubernetes:core/v1:Service`, but not the type of Helm's releases. */
function isKind(token: string): boolean {
  return token.startsWith("kubernetes:") && !token.startsWith("kubernetes:helm.sh/");
}
