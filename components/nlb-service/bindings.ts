import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { bindingSpec, createBinding, type BindingPort } from "../shared/target-group-binding.ts";
import type { ResolvedNlbPort } from "./port-args.ts";
import type { ResolvedJoinNlb } from "./resolve.ts";
import { portName, servicePorts } from "./service-ports.ts";

/** Bindings of a cluster that joins, by port. */
export function createNlbBindings(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedJoinNlb,
  service: kubernetes.core.v1.Service,
): Readonly<Record<string, kubernetes.apiextensions.CustomResource>> {
  return Object.fromEntries(
    args.ports.map((port) => [String(port.port), bindPort(parent, name, args, service, port)]),
  );
}

function bindPort(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedJoinNlb,
  service: kubernetes.core.v1.Service,
  one: ResolvedNlbPort,
): kubernetes.apiextensions.CustomResource {
  const { port, protocol } = one;
  const spec = bindingSpec({
    // Of TLS that ends at the load balancer.
    protocol: protocol === "TLS" && !args.tlsToTargets ? "TCP" : protocol,
    // Checked.
    targetGroupArn: args.targetGroupArns[port]!,
    targetType: args.targetType,
    vpcId: args.vpcId,
    service: { name: service.metadata.name, port: portName(one) },
    backendSecurityGroupId: args.backendSecurityGroupId,
    ports: portsOf(args, service, one),
  });
  return createBinding(
    `${name}-binding-${port}`,
    { metadata: { name: `${args.serviceName}-${port}`, namespace: args.namespace }, spec },
    { parent },
    args.transform.binding,
  );
}

/** Ports that nodes open: for traffic, and for health checks, which are of TCP always. */
function portsOf(
  { targetType, healthCheckPort, ports }: ResolvedJoinNlb,
  service: kubernetes.core.v1.Service,
  one: ResolvedNlbPort,
): readonly BindingPort[] {
  const place = placeOf(ports, one);
  const port = targetType === "ip" ? one.targetPort : service.spec.ports[place]!.nodePort;
  const checked: BindingPort = { protocol: "TCP", port: healthCheckPort ?? port };
  switch (one.protocol) {
    case "UDP":
      return [{ protocol: "UDP", port }, checked];
    case "TCP_UDP":
      return [
        { protocol: "TCP", port },
        { protocol: "UDP", port },
        ...(healthCheckPort === undefined ? [] : [checked]),
      ];
    default:
      return [{ protocol: "TCP", port }, ...(healthCheckPort === undefined ? [] : [checked])];
  }
}

/** Where among the ports of the Service a port is: what is TCP and UDP are two. */
function placeOf(ports: readonly ResolvedNlbPort[], one: ResolvedNlbPort): number {
  return servicePorts(ports.slice(0, ports.indexOf(one))).length;
}
