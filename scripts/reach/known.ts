import { addonDefinitions } from "../../sim/aws/eks/addons/registry.ts";
import { operations } from "../../sim/aws/operations.ts";
import { simulated } from "../../sim/catalog.ts";
import { CHARTS } from "../../sim/charts/registry.ts";
import { simulatedImages } from "../../sim/images/registry.ts";
import { builtInKinds } from "../../sim/kubernetes/api/kinds.ts";

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
  "chart value": () => CHARTS.flatMap(({ name, values }) => values.map((value) => `${name} ${value}`)),
  image: simulatedImages,
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
