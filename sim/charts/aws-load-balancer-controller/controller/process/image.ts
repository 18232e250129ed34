import { NotSimulated, messageOf } from "../../../../core/errors.ts";
import type { SimulatedImage } from "../../../../kubernetes/image.ts";
import { fieldManagers } from "../../../../kubernetes/field-managers.ts";
import {
  ContainerExit,
  type ContainerContext,
  type ContainerProcess,
  type HttpRequest,
  type HttpResponse,
} from "../../../../kubernetes/types.ts";
import { AwsClient } from "../../../aws-sdk-go/client.ts";
import { credentialsOf } from "../../../aws-sdk-go/credentials.ts";
import { LoadBalancerController } from "../controller.ts";
import { INGRESS_CLASS_PARAMS, TARGET_GROUP_BINDING } from "../kubernetes/objects.ts";
import { jsonLog, type Log } from "../log.ts";
import { controllerRelease, type ControllerRelease } from "../releases.ts";
import { checkFlags, configurationOf } from "./configuration.ts";
import { FlagError, parseFlags, type Flags } from "./flags.ts";
import { LeaderElection } from "../../../../kubernetes/controller-runtime/leader-election.ts";
import { findRegion, findVpc } from "./location.ts";

/** Images of the controller, by repository. */
export const loadBalancerControllerImages: Readonly<Record<string, SimulatedImage>> = {
  // The number of the user `nonroot` of the image that it is built on.
  "public.ecr.aws/eks/aws-load-balancer-controller": { start, user: 65_532 },
};

/** Facts: main.go. */
function start(context: ContainerContext): ContainerProcess {
  const { cloud, cluster, pod, container } = context;
  const release = controllerRelease(tagOf(container.image));
  const log = jsonLog(context.log, () => cloud.clock.timestamp());
  const flags = readFlags(context, release, log);
  const aws = new AwsClient(
    cloud,
    () => credentialsOf(context),
    (service) => cluster.outbound?.serviceObstacle(pod.spec.nodeName ?? "", service),
  );
  const config = orExit(log, "unable to initialize AWS cloud", {}, () => {
    const region = findRegion(flags, context);
    return configurationOf(flags, region, findVpc(flags, context, aws));
  });
  // Its informers look for their kinds when they are set up.
  for (const [kind, controller] of [
    [TARGET_GROUP_BINDING, "TargetGroupBinding"],
    [INGRESS_CLASS_PARAMS, "Ingress"],
  ] as const) {
    orExit(log, "unable to create controller", { controller }, () => cluster.api.views(kind));
  }
  const api = cluster.api.as(fieldManagers.loadBalancerController);
  const controller = new LoadBalancerController({
    release,
    config,
    api,
    aws,
    clock: cloud.clock,
    log,
  });
  const election = flags["enable-leader-election"]
    ? new LeaderElection({
        api,
        clock: cloud.clock,
        namespace: flags["leader-election-namespace"] || (pod.metadata.namespace ?? "default"),
        leaseName: flags["leader-election-id"],
        identity: `${pod.metadata.name}_${cloud.ids.uuid()}`,
        lead: () => controller.start(),
      })
    : undefined;
  if (election === undefined) controller.start();
  return {
    http: new Map([[portOf(flags["health-probe-bind-addr"]), health]]),
    // Its health is always the same.
    revision: () => 0,
    webhooks: controller.webhooks,
    stop: () => {
      election?.stop();
      controller.stop();
    },
  };
}

function tagOf(image: string): string {
  return image.slice(image.lastIndexOf(":") + 1);
}

function readFlags({ container, log: write }: ContainerContext, release: ControllerRelease, log: Log): Flags {
  log("info", "version", { GitVersion: release.version });
  let flags: Flags;
  try {
    flags = parseFlags(container.args ?? [], release);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    // The usage text before it is left out.
    write(error.message);
    throw new ContainerExit(2, error.message);
  }
  try {
    checkFlags(flags);
  } catch (error) {
    log("error", "unable to load controller config", { error: messageOf(error) });
    throw new ContainerExit(1, messageOf(error));
  }
  return flags;
}

function orExit<T>(log: Log, message: string, fields: Readonly<Record<string, unknown>>, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof NotSimulated) throw error;
    log("error", message, { logger: "setup", ...fields, error: messageOf(error) });
    throw new ContainerExit(1, `${message}: ${messageOf(error)}`);
  }
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(":") + 1));
}

function health({ path }: HttpRequest): HttpResponse {
  const known = ["/healthz", "/readyz"].includes(path.split("?")[0] ?? "");
  const headers = { "content-type": "text/plain; charset=utf-8" };
  return known
    ? { status: 200, headers, body: "ok" }
    : { status: 404, headers, body: "404 page not found\n" };
}
