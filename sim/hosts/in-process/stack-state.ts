import type { Properties, ProviderConfig } from "../../core/resource-type.ts";

/** What the host remembers of one registered resource, as the engine's state file would. */
export interface ResourceRecord {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** False for components and the stack itself. */
  readonly custom: boolean;
  readonly parent?: string;
  /** URNs of what it was declared to depend on, through options, values or its provider. */
  readonly dependencies: readonly string[];
  /** By input property, URNs of the resources that its value comes from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly provider: ProviderConfig;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteTimeoutMs?: number;
  /** It exists, but did not become ready: the next update goes on with it, whether its inputs changed or not. */
  readonly incomplete: boolean;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** What a component of the program said of itself in the end. */
  readonly registered?: Properties;
  /** By output of a remote component, URNs of the resources that its value comes from. */
  readonly outputDependencies: Readonly<Record<string, readonly string[]>>;
}

/** The resources of one stack, in the order in which they came to be. */
export class StackState {
  readonly project: string;
  readonly resources = new Map<string, ResourceRecord>();
  /** Resources that were replaced and are still to be deleted. */
  readonly superseded = new Set<ResourceRecord>();
  outputs: Properties = {};

  constructor(project: string) {
    this.project = project;
  }

  /** Puts a new resource in the place of the one that it replaces, which is deleted later. */
  replace(old: ResourceRecord, record: ResourceRecord): void {
    this.superseded.add(old);
    // A new entry at the end: whatever depends on it is younger.
    this.resources.delete(old.urn);
    this.resources.set(record.urn, record);
  }

  /** Forgets what is deleted. */
  forget(record: ResourceRecord): void {
    if (!this.superseded.delete(record)) this.resources.delete(record.urn);
  }

  /**
   * Records in an order in which each can go: dependents first, children before their parent. Among resources that do
   * not depend on each other the younger goes first.
   */
  destroyOrder(): ResourceRecord[] {
    // What was replaced stands last, or it would draw the age of all that it depends on before that of everything else.
    const records = [...this.resources.values(), ...this.superseded];
    const prerequisites = prerequisitesOf(records);
    const byUrn = Map.groupBy(records, ({ urn }) => urn);
    const ordered: ResourceRecord[] = [];
    const visited = new Set<ResourceRecord>();
    const visit = (record: ResourceRecord): void => {
      if (visited.has(record)) return;
      visited.add(record);
      for (const urn of prerequisites(record)) byUrn.get(urn)?.forEach(visit);
      ordered.push(record);
    };
    records.forEach(visit);
    return ordered.reverse();
  }
}

/** For a resource what must exist while it does; depending on a component means on all that it contains. */
export function prerequisitesOf(records: readonly ResourceRecord[]): (record: ResourceRecord) => string[] {
  const childrenOf = Map.groupBy(records, ({ parent }) => parent);
  const components = new Set(records.filter(({ custom }) => !custom).map(({ urn }) => urn));
  const expand = (urn: string): string[] => [
    urn,
    // A resource of a provider's is there before its children, which may depend on each other.
    ...(components.has(urn) ? (childrenOf.get(urn) ?? []).flatMap((child) => expand(child.urn)) : []),
  ];
  return ({ parent, dependencies }) => [
    ...(parent === undefined ? [] : [parent]),
    ...dependencies.flatMap(expand),
  ];
}
