import type { SimulatedImage } from "../../../kubernetes/image.ts";
import type { ContainerContext, ContainerProcess, HttpResponse } from "../../../kubernetes/types.ts";
import { AwsClient } from "../../aws-sdk-go/client.ts";
import { credentialsOf } from "../../aws-sdk-go/credentials.ts";
import { ExternalDns } from "./external-dns.ts";
import { parseFlags } from "./flags.ts";

const HEALTH_PORT = 7979;

/** Images of ExternalDNS, by repository. */
export const externalDnsImages: Readonly<Record<string, SimulatedImage>> = {
  // The number of the user `nonroot` of the image that it is built on.
  "registry.k8s.io/external-dns/external-dns": { start, user: 65_532 },
};

/** Facts: controller/execute.go. */
function start(context: ContainerContext): ContainerProcess {
  const { cloud, cluster, container } = context;
  const { clock } = cloud;
  const program = new ExternalDns({
    flags: parseFlags(container.args ?? []),
    api: cluster.api,
    aws: new AwsClient(cloud, () => credentialsOf(context)),
    clock,
    log: (level, msg) => context.log(JSON.stringify({ level, msg, time: clock.timestamp() })),
  });
  return {
    http: new Map([[HEALTH_PORT, health]]),
    // Its health is always the same.
    revision: () => 0,
    stop: () => program.stop(),
  };
}

function health(): HttpResponse {
  return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: "OK" };
}
