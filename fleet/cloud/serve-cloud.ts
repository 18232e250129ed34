import { rmSync } from "node:fs";
import { z } from "zod";
import { defined } from "../../components/shared/defined.ts";
import { SimulatedCloud } from "../../sim/cloud.ts";
import { serveCloud, type CloudServer } from "../../sim/hosts/pulumi-provider/server.ts";
import { WorldFile, WorldFileError } from "../../sim/hosts/pulumi-provider/world-file.ts";
import { restoreWorld, saveWorld } from "../../sim/world.ts";
import { runInRealTime } from "../local/clock-driver.ts";
import { putGiven } from "../given/put-given.ts";
import { readGiven } from "../given/read-given.ts";
import { UserError } from "../project/errors.ts";
import { serveControl } from "./control-server.ts";
import { stateDirectory } from "./environment.ts";
import { ServedLoadBalancers } from "./load-balancers.ts";
import { PACKAGE_VERSIONS } from "./package-versions.ts";
import { announce, withdraw, type RunningCloud } from "./running-cloud.ts";

export interface ServeOptions {
  /** File that keeps the world. */
  readonly world: string;
  /** Starts with an empty cloud and empty Pulumi state. */
  readonly reset?: boolean;
  /** Seed of a new world's ids. */
  readonly seed?: string;
  /** Region of a new world. */
  readonly region?: string;
  /** Number of a new world's account. */
  readonly account?: string;
  /** Whether Pulumi runs in the clusters' VPC, so that it reaches private API endpoints. */
  readonly inVpc?: boolean;
  /** File that says what is in the account of a new world. */
  readonly given?: string;
  /** First of the ports for the engine, one per package. Default: free ones. */
  readonly port?: number;
}

export interface ServedCloud extends RunningCloud {
  /** Resolves once the cloud was asked to stop. */
  readonly stopRequested: Promise<void>;
  /** Saves the world and stops serving. */
  close(): Promise<void>;
}

/**
 * Serves a simulated cloud to the Pulumi engine, on loopback, from a world file.
 *
 * @param onUrl called when a load balancer begins to answer.
 * @throws UserError when the file is in use, is not a world file or cannot be written, or a port is taken.
 */
export async function serve(
  options: ServeOptions,
  onUrl: (name: string, url: string) => void,
): Promise<ServedCloud> {
  const file = await orUserError(() => WorldFile.lock(options.world));
  /** How to end what was started, in the order in which it was. */
  const endings: Ending[] = [() => file.unlock()];
  try {
    const cloud = await openWorld(file, options);
    const persist = () => file.write(() => saveWorld(cloud));
    await orUserError(persist);
    endings.push(() => orUserError(persist));
    endings.push(runInRealTime(cloud));
    const loadBalancers = new ServedLoadBalancers(cloud, onUrl);
    endings.push(() => loadBalancers.close());
    const server = await startServer(cloud, persist, options.port);
    endings.push(() => server.close());
    let requestStop: () => void = () => {};
    const stopRequested = new Promise<void>((resolve) => {
      requestStop = resolve;
    });
    const control = await serveControl({
      cloud,
      urls: () => loadBalancers.urls(),
      onChange: persist,
      onStop: requestStop,
    });
    endings.push(() => control.close());
    const running: RunningCloud = {
      pid: process.pid,
      debugProviders: server.debugProviders,
      controlUrl: control.url,
      token: control.token,
    };
    endings.push(() => withdraw(options.world));
    announce(options.world, running);
    return { ...running, stopRequested, close: () => endInReverse(endings) };
  } catch (error) {
    await endInReverse(endings);
    throw error;
  }
}

type Ending = () => void | Promise<void>;

/** Ends everything, the last one first, also when ending one fails. */
async function endInReverse(endings: Ending[]): Promise<void> {
  const end = endings.pop();
  if (end === undefined) return;
  try {
    await end();
  } finally {
    await endInReverse(endings);
  }
}

async function openWorld(file: WorldFile, options: ServeOptions): Promise<SimulatedCloud> {
  const { world, reset, seed, region, account, given, inVpc = false } = options;
  if (reset === true) {
    rmSync(world, { force: true });
    rmSync(stateDirectory(world), { recursive: true, force: true });
  }
  const saved = await orUserError(() => file.read());
  if (saved !== undefined) {
    if ((seed ?? region ?? account ?? given) !== undefined) {
      throw new UserError(
        `${world} has its own seed, region, account and contents; start anew with --reset to give others`,
      );
    }
    return restore(saved, world, inVpc);
  }
  const contents = given === undefined ? undefined : readGiven(given);
  const accountId = account ?? contents?.accountId;
  const cloud = new SimulatedCloud({
    ...defined({ seed, region, accountId }),
    inVpc,
    startTime: Date.now(),
  });
  if (contents !== undefined) putGiven(cloud, contents);
  return cloud;
}

/** What the file's header says nothing about: whether its world is whole. */
function restore(saved: unknown, world: string, inVpc: boolean): SimulatedCloud {
  try {
    return restoreWorld(saved, { inVpc });
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new UserError(
      `${world} holds no world that can be restored:\n${z.prettifyError(error)}\n` +
        "It was left as it is: name another file with --world, or start anew with --reset",
    );
  }
}

async function startServer(
  cloud: SimulatedCloud,
  persist: () => Promise<void>,
  port: number | undefined,
): Promise<CloudServer> {
  try {
    return await serveCloud({
      cloud,
      packages: PACKAGE_VERSIONS,
      persist,
      ...defined({ port }),
    });
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}

async function orUserError<T>(run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof WorldFileError) throw new UserError(error.message);
    throw error;
  }
}
