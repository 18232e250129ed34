import type { KubeObject } from "../../../sim/kubernetes/types.ts";
import { rest } from "./actions.ts";
import type { Drill } from "./drill.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";
import { describeEvent, targetSymptoms } from "./symptoms.ts";

const SERVICE = "v1/Service";
const NAME = "broker";
const NAMESPACE = "default";

/** https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html */
export const serviceWithoutClass: Drill = {
  name: "service-without-class",
  summary:
    "a Service of type LoadBalancer without a class is left to EKS, and AWS Load Balancer Controller makes nothing of it",
  cause:
    "Two controllers make load balancers of Services. EKS's own, in its control plane, takes those without a class and makes Classic Load " +
    "Balancers; AWS Load Balancer Controller takes those of class service.k8s.aws/nlb. It can have a webhook give that class to all that " +
    "have none, which is off here: it would refuse every new Service of the cluster while the controller is away. The simulated cloud does " +
    "not make Classic Load Balancers, and says so by an event.",
  remedy:
    "Give the Service the class when it is created, as it cannot be given later: apps.<name>.nlb does so. One that is there already is " +
    "deleted and made again; EKS's controller takes its load balancer away.",
  async play(scene) {
    const stage = await scene.stage("primary");
    await stage.up(stage.primary);
    applyService(stage, {});
    const without = serviceSymptoms(stage);
    stage.cluster(stage.primary).api.delete(SERVICE, NAMESPACE, NAME);
    applyService(stage, { loadBalancerClass: "service.k8s.aws/nlb" });
    return {
      moments: [{ when: "somebody makes a Service of type LoadBalancer", symptoms: without }],
      afterRemedy: [
        {
          when: "it is made again, with loadBalancerClass service.k8s.aws/nlb",
          symptoms: [...serviceSymptoms(stage), ...targetSymptoms(stage)],
        },
      ],
    };
  },
};

/** `kubectl apply` of a Service in front of the nodes. */
function applyService(stage: Stage, spec: object): void {
  stage.cluster(stage.primary).api.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: NAME,
      namespace: NAMESPACE,
      annotations: {
        "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
        "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing",
      },
    },
    spec: { type: "LoadBalancer", selector: { app: NAME }, ports: [{ port: 1883 }], ...spec },
  });
  rest(stage);
}

/** Its address, and what is said of it last. */
function serviceSymptoms(stage: Stage): Symptom[] {
  const { name: cluster, api } = stage.cluster(stage.primary);
  const service = api.get(SERVICE, NAMESPACE, NAME);
  const [address] = service.status?.loadBalancer?.ingress ?? [];
  const event = api.list("v1/Event", { namespace: NAMESPACE }).filter(isOfService).at(-1);
  return [
    {
      where: `cluster ${cluster}, Service/${NAME}`,
      what:
        address === undefined
          ? "EXTERNAL-IP <pending>"
          : "EXTERNAL-IP is the name of a Network Load Balancer",
    },
    {
      where: `cluster ${cluster}, events of Service/${NAME}`,
      what: describeEvent(event),
    },
  ];
}

function isOfService(event: KubeObject): boolean {
  const { kind, name } = event["involvedObject"] as { readonly kind: string; readonly name: string };
  return kind === "Service" && name === NAME;
}
