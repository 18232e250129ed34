import { fileURLToPath } from "node:url";
import { bringUpFleet, type FleetOptions } from "./fleet.ts";

/** How long fleets of one kind take to come up, in virtual time, where all goes on side by side that can. */
export interface FleetPaths {
  readonly kind: string;
  readonly paths: readonly { readonly clusters: number; readonly durationMs: number }[];
}

/** The folder of examples/edge: a stack without a cluster, and members. */
export const EDGE_FOLDER = fileURLToPath(new URL("../examples/edge", import.meta.url));

/** Kinds of fleets. */
const FLEETS: Readonly<Record<string, FleetOptions>> = {
  "primary and members": {},
  "edge and members": { folder: EDGE_FOLDER },
};

const FLEET_SIZES = [1, 2, 4, 8];

/** Virtual time is the same in every run. */
export async function measureCriticalPaths(): Promise<FleetPaths[]> {
  const found: FleetPaths[] = [];
  for (const [kind, options] of Object.entries(FLEETS)) {
    const paths: FleetPaths["paths"][number][] = [];
    for (const clusters of FLEET_SIZES) {
      const { path } = await bringUpFleet(clusters, options);
      paths.push({ clusters, durationMs: path.durationMs });
    }
    found.push({ kind, paths });
  }
  return found;
}
