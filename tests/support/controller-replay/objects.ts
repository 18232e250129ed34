import type { Manifest } from "../../../sim/kubernetes/types.ts";
import { NAMESPACE } from "./workload.ts";
import type { TestCluster, World } from "./world.ts";

/** Kinds that tests ask for. */
export const INGRESS = "networking.k8s.io/v1/Ingress";
export const BINDING = "elbv2.k8s.aws/v1beta1/TargetGroupBinding";

/** Prefix of the controller's annotations. */
export const PREFIX = "alb.ingress.kubernetes.io";

/** Annotations of the recorded Ingresses. */
export const SHARED = {
  [`${PREFIX}/scheme`]: "internet-facing",
  [`${PREFIX}/target-type`]: "ip",
  [`${PREFIX}/multi-cluster-target-group`]: "true",
};

/** The namespace of everything. */
export function namespace(labels: Record<string, string> = {}): Manifest {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE, labels } };
}

/** A Service in front of all pods, port 80 to 8080. */
export function service(name = "app", spec: object = {}): Manifest {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: NAMESPACE },
    spec: { type: "NodePort", selector: { app: "app" }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
  };
}

/** What differs from the recorded Ingresses. */
export interface IngressOptions {
  readonly name?: string;
  readonly annotations?: Record<string, string>;
  readonly spec?: object;
}

/** An Ingress of class `alb` that sends everything to the Service `app`. */
export function ingress({ name = "app", annotations = SHARED, spec = {} }: IngressOptions = {}): Manifest {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name, namespace: NAMESPACE, annotations },
    spec: { ingressClassName: "alb", rules: [{ http: { paths: [path("/", "app")] } }], ...spec },
  };
}

/** A path of an Ingress. */
export function path(value: string, serviceName: string, pathType = "Prefix", port: object = { number: 80 }) {
  return { path: value, pathType, backend: { service: { name: serviceName, port } } };
}

/** A binding `app` of the Service `app` to a target group. */
export function binding(targetGroupARN: string, spec: object = {}): Manifest {
  return {
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "TargetGroupBinding",
    metadata: { name: "app", namespace: NAMESPACE },
    spec: { targetGroupARN, targetType: "ip", serviceRef: { name: "app", port: 80 }, ...spec },
  };
}

/** Traffic on port 8080 from the security group that load balancers carry. */
export function networking({ network }: World): object {
  return {
    ingress: [
      {
        from: [{ securityGroup: { groupID: network.backendSecurityGroupId } }],
        ports: [{ protocol: "TCP", port: 8080 }],
      },
    ],
  };
}

/** Creates namespace and Service, with pods. */
export function deployApp({ api, workload }: TestCluster, pods: number): void {
  api.create(namespace());
  api.create(service());
  workload.scaleTo(pods);
}

/** `type reason object: message (count)` of all events of the namespace, oldest first. */
export function eventsOf({ api }: TestCluster): string[] {
  return api
    .list("v1/Event", { namespace: NAMESPACE })
    .map(
      (event) =>
        `${event["type"]} ${event["reason"]} ${event["involvedObject"].kind}/${event["involvedObject"].name}: ${event["message"]} (${event["count"]})`,
    );
}

/** `id:port` of a target group's targets that are not draining. */
export function targetsOf({ network }: World, targetGroupArn: string): string[] {
  const { TargetHealthDescriptions } = network.call("elasticloadbalancing", "DescribeTargetHealth", {
    TargetGroupArn: targetGroupArn,
  });
  return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth.State !== "draining")
    .map(({ Target }) => `${Target.Id}:${Target.Port}`)
    .sort();
}
