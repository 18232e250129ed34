import recording from "../../fixtures/component-traces/state-of-both.json" with { type: "json" };

/** What a state says of how a resource stands to others, by names that say type and name alone. */
export interface Place {
  /** With the types of all parents. */
  readonly urn: string;
  readonly parent: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly ignoreChanges?: readonly string[];
}

/** A resource as a state holds it. */
export interface StateEntry {
  readonly urn: string;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly ignoreChanges?: readonly string[];
}

/** The state of the program with the real components. */
export const RECORDED: readonly Place[] = recording.state;

/** The places of all resources of a state but the stack and providers that no program makes, in the recording's order. */
export function placesOf(state: readonly StateEntry[]): Place[] {
  return state
    .map((entry) => ({ ...entry, urn: entry.urn.split("::").slice(2).join("::") }))
    .filter(({ urn, parent }) => parent !== undefined && !/^pulumi:providers:\w+::default/.test(urn))
    .map(placeOf)
    .toSorted((a, b) => (a.urn < b.urn ? -1 : 1));
}

function placeOf({
  urn,
  parent = "",
  dependencies,
  propertyDependencies = {},
  ignoreChanges,
}: StateEntry): Place {
  const properties = Object.entries(propertyDependencies)
    .map(([property, urns]) => [property, names(urns ?? [])] as const)
    .filter(([, urns]) => urns.length > 0);
  const waitsFor = names(dependencies ?? []);
  return {
    urn,
    parent: nameOf(parent),
    ...(waitsFor.length > 0 && { dependencies: waitsFor }),
    ...(properties.length > 0 && { propertyDependencies: Object.fromEntries(properties) }),
    ...(ignoreChanges !== undefined && { ignoreChanges }),
  };
}

function names(urns: readonly string[]): string[] {
  return urns.map(nameOf).sort();
}

/** Type and name: `aws:ec2/vpc:Vpc::myeks-vpc`. */
function nameOf(urn: string): string {
  return urn.split("::").slice(2).join("::").split("$").at(-1) ?? "";
}
