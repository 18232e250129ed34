/** Saves a simulated cloud as plain data, and brings one back from it. */
import { z } from "zod";
import { resumeEc2 } from "./aws/ec2/resume.ts";
import { resumeEks } from "./aws/eks/resume.ts";
import { resumeElbv2 } from "./aws/elbv2/resume.ts";
import { Cloud, type CloudOptions } from "./cloud.ts";
import { Table } from "./core/table.ts";

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
      Object.entries(servicesOf(cloud)).map(([service, state]) => [
        service,
        Object.fromEntries(
          tablesOf(state).map(([name, table]) => [name, table.toJSON() as Record<string, unknown>]),
        ),
      ]),
    ),
    clusters: Object.fromEntries([...cloud.clusters].map(([name, cluster]) => [name, cluster.toJSON()])),
  };
}

/**
 * Brings a saved cloud back, for whoever uses it now. What was under way goes on: controllers look at everything anew, as after a restart.
 *
 * @throws ZodError when the data is not a saved world.
 */
export function restoreWorld(data: unknown, options: Pick<CloudOptions, "inVpc"> = {}): Cloud {
  const saved = savedWorld.parse(data);
  const cloud = new Cloud({
    ...options,
    region: saved.region,
    accountId: saved.accountId,
    seed: saved.seed,
    startTime: saved.now,
    idsUsed: saved.ids,
  });
  for (const [service, state] of Object.entries(servicesOf(cloud))) {
    for (const [name, table] of tablesOf(state)) table.restore(saved.services[service]?.[name] ?? {});
  }
  resumeEc2(cloud);
  resumeEks(cloud, saved.clusters);
  resumeElbv2(cloud);
  return cloud;
}

function servicesOf({ ec2, iam, eks, elbv2, wafv2 }: Cloud): Record<string, object> {
  return { ec2, iam, eks, elbv2, wafv2 };
}

/** The tables of a service's state; its other members are made anew. */
function tablesOf(state: object): [string, Table<unknown>][] {
  return Object.entries(state).flatMap(([name, member]) =>
    member instanceof Table ? [[name, member as Table<unknown>] as [string, Table<unknown>]] : [],
  );
}
