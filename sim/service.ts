import type { Chart } from "./charts/types.ts";
import type { Cloud, CloudState } from "./core/cloud.ts";
import type { Operation } from "./core/operation.ts";
import type { Catalog } from "./core/resource-type.ts";
import type { ImageSource } from "./kubernetes/image.ts";

/** What was saved of a world beside the tables of its services. */
export interface SavedParts {
  /** Kubernetes clusters by name, as they saved themselves. */
  readonly clusters: Readonly<Record<string, unknown>>;
}

/**
 * One part of the simulated cloud: an AWS service, a Helm chart with its programs, the expansions of a package. `services.ts`
 * lists them all, and is the only place that does: calls, Pulumi types, saved worlds, leftovers and the coverage page
 * follow from what is declared here.
 */
export interface Service extends Catalog {
  /** Name of its folder; also of its tables in a saved world. */
  readonly name: string;
  /** Its tables are saved, and empty again when every stack is gone. */
  readonly state?: CloudState<object>;
  /**
   * Operations by signing name. Beside them the file adds their types to `Operations` of `core/cloud.ts`.
   */
  readonly operations?: Readonly<Record<string, Readonly<Record<string, Operation<never, unknown>>>>>;
  readonly charts?: readonly Chart[];
  readonly images?: ImageSource;
  /** Goes on with what was under way when a world was saved; its tables are there already. */
  resume?(cloud: Cloud, saved: SavedParts): void;
}
