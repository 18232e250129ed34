import { bringUpFleet } from "./fleet.ts";

/** How long fleets of one kind take to come up, in virtual time, where all goes on side by side that can. */
export interface FleetPaths {
  readonly kind: string;
  readonly paths: readonly { readonly clusters: number; readonly durationMs: number }[];
}

/** Kinds of fleets, each with its folder of stack files. */
const FLEETS: Readonly<Record<string, string | undefined>> = { "primary and members": undefined };

const FLEET_SIZES = [1, 2, 4, 8];

/** Virtual time is the same in every run. */
export async function measureCriticalPaths(): Promise<FleetPaths[]> {
  const found: FleetPaths[] = [];
  for (const [kind, folder] of Object.entries(FLEETS)) {
    const paths: FleetPaths["paths"][number][] = [];
    for (const clusters of FLEET_SIZES) {
      const { path } = await bringUpFleet(clusters, folder);
      paths.push({ clusters, durationMs: path.durationMs });
    }
    found.push({ kind, paths });
  }
  return found;
}
