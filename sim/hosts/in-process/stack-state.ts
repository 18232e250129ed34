import type { Properties, ProviderConfig } from "../../core/resource-type.ts";

/** What the host remembers of one registered resource, as the engine's state file would. */
export interface ResourceRecord {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** False for components and the stack itself. */
  readonly custom: boolean;
  readonly parent?: string;
  /** URNs of what it was declared to depend on, through options or values. */
  readonly dependencies: readonly string[];
  readonly provider: ProviderConfig;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteTimeoutMs?: number;
  id: string;
  inputs: Properties;
  outputs: Properties;
}

/** The resources of one stack, in the order in which they came to be. */
export class StackState {
  readonly resources = new Map<string, ResourceRecord>();
  outputs: Properties = {};

  /**
   * Records in an order in which each can go: dependents first, children before their parent. Among resources that do
   * not depend on each other the younger goes first.
   */
  destroyOrder(): ResourceRecord[] {
    const before = this.#prerequisites();
    const ordered: ResourceRecord[] = [];
    const visited = new Set<string>();
    const visit = (record: ResourceRecord): void => {
      if (visited.has(record.urn)) return;
      visited.add(record.urn);
      for (const urn of before.get(record.urn) ?? []) {
        const prerequisite = this.resources.get(urn);
        if (prerequisite !== undefined) visit(prerequisite);
      }
      ordered.push(record);
    };
    for (const record of this.resources.values()) visit(record);
    return ordered.reverse();
  }

  /** For each resource what must exist while it does; depending on a component means on all that it contains. */
  #prerequisites(): Map<string, string[]> {
    const childrenOf = new Map<string, string[]>();
    for (const { urn, parent } of this.resources.values()) {
      if (parent !== undefined) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), urn]);
    }
    const expand = (urn: string): string[] => [urn, ...(childrenOf.get(urn) ?? []).flatMap(expand)];
    return new Map(
      [...this.resources.values()].map(({ urn, parent, dependencies }) => [
        urn,
        [...(parent === undefined ? [] : [parent]), ...dependencies.flatMap(expand)],
      ]),
    );
  }
}
