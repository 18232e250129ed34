/** Saves a simulated cloud as plain data, and brings one back from it. */
import { z } from "zod";
import { SimulatedCloud, type CloudOptions } from "./cloud.ts";
import type { Cloud } from "./core/cloud.ts";
import { Table } from "./core/table.ts";
import { clustersOf } from "./kubernetes/clusters.ts";
import { services } from "./services.ts";

const tables = z.record(z.string(), z.record(z.string(), z.unknown()));

/** A saved cloud: everything but what follows from the rest, such as timers and running containers. */
const savedWorld = z.object({
  region: z.string(),
  accountId: z.string(),
  seed: z.string(),
  /** Ids handed out so far, so that no id comes twice. */
  ids: z.int(),
  /** The clock, milliseconds since the epoch. */
  now: z.number(),
  /** Tables by service and name. */
  services: z.record(z.string(), tables),
  /** Kubernetes clusters by name, in the form that {@link KubernetesCluster.restore} takes. */
  clusters: z.record(z.string(), z.unknown()),
});

export type SavedWorld = z.infer<typeof savedWorld>;

export function saveWorld(cloud: Cloud): SavedWorld {
  return {
    region: cloud.region,
    accountId: cloud.accountId,
    seed: cloud.ids.seed,
    ids: cloud.ids.count,
    now: cloud.clock.now(),
    services: Object.fromEntries(
      tablesOf(cloud).map(({ service, tables }) => [
        service,
        Object.fromEntries(tables.map(([name, table]) => [name, table.toJSON() as Record<string, unknown>])),
      ]),
    ),
    clusters: Object.fromEntries([...clustersOf(cloud)].map(([name, cluster]) => [name, cluster.toJSON()])),
  };
}

/**
 * Brings a saved cloud back, for whoever uses it now. What was under way goes on: controllers look at everything anew, as after a restart.
 *
 * @throws ZodError when the data is not a saved world.
 */
export function restoreWorld(data: unknown, options: Pick<CloudOptions, "inVpc"> = {}): SimulatedCloud {
  const saved = savedWorld.parse(data);
  const cloud = new SimulatedCloud({
    ...options,
    region: saved.region,
    accountId: saved.accountId,
    seed: saved.seed,
    startTime: saved.now,
    idsUsed: saved.ids,
  });
  for (const { service, tables } of tablesOf(cloud)) {
    for (const [name, table] of tables) table.restore(saved.services[service]?.[name] ?? {});
  }
  for (const service of services) service.resume?.(cloud, saved);
  return cloud;
}

/** All that is in an account: `ec2/securityGroups/sg-0123`, `kubernetes/myeks`. */
export function contentsOf(cloud: Cloud): string[] {
  return [
    ...tablesOf(cloud).flatMap(({ service, tables }) =>
      tables.flatMap(([name, table]) => Object.keys(table.toJSON()).map((id) => `${service}/${name}/${id}`)),
    ),
    ...[...clustersOf(cloud).keys()].map((name) => `kubernetes/${name}`),
  ];
}

type NamedTable = readonly [name: string, table: Table<unknown>];

/** The tables of each service; other members of its state are made anew. */
function tablesOf(cloud: Cloud): { readonly service: string; readonly tables: readonly NamedTable[] }[] {
  return services.flatMap(({ name, state }) =>
    state === undefined ? [] : [{ service: name, tables: Object.entries(state(cloud)).filter(isTable) }],
  );
}

function isTable(member: readonly [string, unknown]): member is NamedTable {
  return member[1] instanceof Table;
}
