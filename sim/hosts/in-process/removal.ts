import { resourceType } from "../../catalog.ts";
import type { Cloud } from "../../core/cloud.ts";
import { defined } from "../../core/defined.ts";
import { diffResource } from "../../core/diff.ts";
import { UNKNOWN } from "../../core/unknown.ts";
import type { ResourceFailure } from "./events.ts";
import { isProvider } from "./registration.ts";
import type { ResourceRecord, StackState } from "./stack-state.ts";
import type { Steps } from "./steps.ts";

/** What became of resources that were to go. */
export interface Removed {
  /** URNs in the order in which they went. */
  readonly order: readonly string[];
  readonly failures: readonly ResourceFailure[];
}

/** Deletes resources of one stack and forgets them. */
export class Removal {
  readonly #cloud: Cloud;
  readonly #state: StackState;
  readonly #steps: Steps;

  constructor(options: { readonly cloud: Cloud; readonly state: StackState; readonly steps: Steps }) {
    this.#cloud = options.cloud;
    this.#state = options.state;
    this.#steps = options.steps;
  }

  /**
   * Removes resources in the order given, and stops at the first one that cannot go: a second call goes on. If one of
   * them is protected none goes.
   */
  removeAll(records: readonly ResourceRecord[]): Removed {
    const refused = records.filter(({ protect }) => protect);
    if (refused.length > 0) {
      return { order: [], failures: refused.map((record) => failureOf(record, protectedMessage(record))) };
    }
    const order: string[] = [];
    for (const record of records) {
      try {
        this.remove(record);
        order.push(record.urn);
      } catch (error) {
        return { order, failures: [failureOf(record, (error as Error).message)] };
      }
    }
    return { order, failures: [] };
  }

  /** @throws what the cloud refuses. */
  remove(record: ResourceRecord): void {
    if (record.custom && !isProvider(record.type) && !record.retainOnDelete) {
      this.#steps.run("delete", record, () => {
        const { urn, name, provider, deleteTimeoutMs } = record;
        resourceType(record.type).delete(
          {
            cloud: this.#cloud,
            urn,
            name,
            provider,
            ...defined({ timeoutMs: deleteTimeoutMs }),
          },
          record.id,
          record.outputs,
        );
      });
    }
    this.#state.forget(record);
  }

  /**
   * What must be deleted before a resource that is deleted before it is replaced: others with inputs that come from it
   * and whose change needs a new resource.
   */
  dependents(replaced: ResourceRecord): ResourceRecord[] {
    const urns = new Set([replaced.urn]);
    for (const record of this.#state.destroyOrder().reverse()) {
      if (record.custom && !isProvider(record.type) && isReplacedWith(record, urns)) urns.add(record.urn);
    }
    return this.#state
      .destroyOrder()
      .filter((record) => record !== replaced && urns.has(record.urn) && !this.#state.superseded.has(record));
  }
}

/** Whether a resource needs a new one once values of the resources in `urns` are not known any more. */
function isReplacedWith(record: ResourceRecord, urns: ReadonlySet<string>): boolean {
  const affected = Object.entries(record.propertyDependencies).filter(([, sources]) =>
    sources.some((urn) => urns.has(urn)),
  );
  if (affected.length === 0) return false;
  const unknown = Object.fromEntries(affected.map(([property]) => [property, UNKNOWN]));
  const { replace } = diffResource(resourceType(record.type), record.inputs, {
    ...record.inputs,
    ...unknown,
  });
  return replace.length > 0;
}

/** Why a protected resource is neither deleted nor replaced. */
export function protectedMessage({ urn }: ResourceRecord): string {
  return `resource "${urn}" is protected; take the option "protect" away in the program, and update, before it can go`;
}

function failureOf({ urn, type, name }: ResourceRecord, message: string): ResourceFailure {
  return { urn, type, name, message };
}
