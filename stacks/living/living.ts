import * as pulumi from "@pulumi/pulumi";
import { EksCluster, findZones, type FoundCluster, type RegionZones } from "../../components/index.ts";
import type { StackConfig } from "../config/stack-config.ts";
import { readLivingNetwork, type LivingNetwork } from "./network.ts";
import { ownOutputs, type Outputs } from "./own-outputs.ts";

/** What is there before this update. AWS is asked for each thing when it is first needed, and once. */
export interface Living {
  /** Outputs of the stack's last update. */
  readonly outputs: Outputs;
  /** The stack's cluster; undefined where there is none yet. */
  cluster(): Promise<FoundCluster | undefined>;
  /** The network in which the stack's cluster lives; undefined where there is no cluster yet. */
  network(): Promise<LivingNetwork | undefined>;
  /** Zones of the stack's region. */
  zones(): Promise<RegionZones>;
}

/** Looks at what is there of the stack that runs. */
export async function findLiving({ role, clusterName }: StackConfig): Promise<Living> {
  const outputs = await ownOutputs();
  const cluster = once(() => (role === "edge" ? Promise.resolve(undefined) : findOwnCluster(clusterName)));
  const network = once(async () => {
    const found = await cluster();
    return found && readLivingNetwork(found, outputs);
  });
  return { outputs, cluster, network, zones: once(() => findZones()) };
}

/** Every update, and every preview, is another one where there is a cluster already. */
async function findOwnCluster(clusterName: string): Promise<FoundCluster | undefined> {
  try {
    return await EksCluster.find(clusterName);
  } catch (error) {
    throw new pulumi.RunError(
      `whether cluster "${clusterName}" is there already cannot be told: ${(error as Error).message}`,
    );
  }
}

function once<T>(look: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= look());
}
