import type { AppServiceArgs } from "../../../components/index.ts";
import type { ProbeReport } from "../../../sim/data-plane/probe/report.ts";
import { nodeAddress } from "../../../sim/kubernetes/nodes.ts";
import type { Node } from "../../../sim/kubernetes/objects.ts";
import { podsOn } from "../../../sim/kubernetes/pods.ts";
import type { KubernetesApi } from "../../../sim/kubernetes/types.ts";
import { runProbes } from "../../probe/run-probes.ts";
import { count } from "../words.ts";
import { rest } from "./actions.ts";
import type { Drill } from "./drill.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";
import { targetSymptoms } from "./symptoms.ts";

const NODE_PORT = 30_001;

/** Somebody on the internet, of a block that is to get in. */
const FRIEND = "203.0.113.7";
const FRIENDS = "203.0.113.0/24";

/** https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport */
export const nodePortClosed: Drill = {
  name: "node-port-closed",
  summary: "a node has a public address, and its node port gives no answer: no security group opens it",
  cause:
    "A Service of type NodePort opens a port on every node, but not in their security group, which lets in the cluster's own members and the load " +
    "balancer alone. Packets of others are dropped without a word: Service, endpoints and pods are as they should be, and from inside of the " +
    "cluster the port answers.",
  remedy:
    "Name in service.nodePortSources who may connect, beside a fixed service.nodePort: each block becomes a rule of the nodes' security group. " +
    "Leave 0.0.0.0/0 out of it: for the public there is the load balancer, which needs no node with a public address.",
  async play(scene) {
    const base = await scene.stage("primary");
    const { primary } = base;
    const closed = withService(base, { nodePort: NODE_PORT });
    await closed.up(primary);
    const before = [...(await askNodes(closed, "internet")), ...(await askNodes(closed, "inside"))];
    const open = withService(base, { nodePort: NODE_PORT, nodePortSources: [FRIENDS] });
    await open.up(primary);
    return {
      moments: [{ when: `${primary} has a Service with node port ${NODE_PORT}`, symptoms: before }],
      afterRemedy: [{ when: `nodePortSources has ${FRIENDS}`, symptoms: await askNodes(open, "internet") }],
    };
  },
};

/** https://kubernetes.io/docs/reference/networking/virtual-ips/#external-traffic-policy */
export const localWithoutPod: Drill = {
  name: "traffic-policy-local",
  summary:
    "with externalTrafficPolicy Local a node without a pod of the app drops what comes to its node port",
  cause:
    "With Local a node passes connections on to its own pods only, so that they see the address of the client. A node that has none drops " +
    "the packets. A load balancer finds such a node unhealthy and leaves it out, which with instance targets is as it should be; who goes to the " +
    "node itself waits until the connection times out, and between a change to Local and the next health checks so does the load balancer.",
  remedy:
    "Leave externalTrafficPolicy at Cluster where the client's address is of no use: each node then passes on to every pod, which sees the " +
    "node's address. Where it is needed, run a pod on every node that is asked, or let the load balancer go to pods (targetType ip).",
  async play(scene) {
    const base = await scene.stage("primary");
    const { primary } = base;
    const service = { nodePort: NODE_PORT, nodePortSources: [FRIENDS] };
    const local = withService(base, { ...service, externalTrafficPolicy: "Local" }, "instance");
    await local.up(primary);
    rest(local);
    const before = [...(await askNodes(local, "internet")), ...targetSymptoms(local)];
    const everywhere = withService(base, { ...service, externalTrafficPolicy: "Cluster" }, "instance");
    await everywhere.up(primary);
    rest(everywhere);
    return {
      moments: [{ when: `${primary} has externalTrafficPolicy Local`, symptoms: before }],
      afterRemedy: [
        {
          when: "externalTrafficPolicy is Cluster",
          symptoms: [...(await askNodes(everywhere, "internet")), ...targetSymptoms(everywhere)],
        },
      ],
    };
  },
};

/** The stacks with one page, whose Service is as given. */
function withService(stage: Stage, service: AppServiceArgs, targetType = "ip"): Stage {
  const app = { content: { type: "colour-page" }, service, targetType };
  return stage.with({ app: "{}", apps: JSON.stringify({ "2048": app }) });
}

/** Asks each node on the node port: at its public address, or at its own from a pod. */
async function askNodes(stage: Stage, from: "internet" | "inside"): Promise<Symptom[]> {
  const { api, name } = stage.cluster(stage.primary);
  const client = from === "internet" ? FRIEND : `${name}/deployment-2048`;
  const symptoms: Symptom[] = [];
  for (const node of api.list("v1/Node")) {
    const address = nodeAddress(node, from === "internet" ? "ExternalIP" : "InternalIP") ?? "";
    const [report] = await runProbes(stage.cloud, { from: client, url: `${address}:${NODE_PORT}`, times: 1 });
    symptoms.push({
      where: `curl from ${from === "internet" ? FRIEND : "a pod"} to a node with ${count(podsOfApp(api, node), "pod")} of the app`,
      what: told(report!, node).replaceAll(address, "<address>"),
    });
  }
  return symptoms;
}

function podsOfApp(api: KubernetesApi, { metadata }: Node): number {
  return podsOn(api, metadata.name).filter((pod) => pod.metadata.namespace !== "kube-system").length;
}

function told({ error, answer, source }: ProbeReport, node: Node): string {
  if (error !== null) return error.message;
  const seen = source === nodeAddress(node, "InternalIP") ? "the node" : source;
  return `HTTP ${answer!.status}; the pod sees ${seen}`;
}
