import { NotSimulated } from "../../../../../core/errors.ts";
import type { ServicePort } from "../../../../../kubernetes/objects.ts";
import { namespacedName } from "../../kubernetes/objects.ts";
import type { BindingResource, ListenerResource, Reference, TargetGroupResource } from "../../model.ts";
import { booleanOf, listOf, stringOf } from "../annotations.ts";
import type { BuildContext } from "./context.ts";
import { serviceTags } from "./tags.ts";
import { buildTargetGroup } from "./target-group.ts";

/** What stands behind the ports of a Service. */
export interface ServiceListeners {
  readonly listeners: readonly ListenerResource[];
  readonly targetGroups: readonly TargetGroupResource[];
  readonly bindings: readonly BindingResource[];
}

/** A listener and a target group for each port. Facts: pkg/service/model_build_listener.go. */
export function buildListeners(
  context: BuildContext,
  backendSource: Reference | undefined,
): ServiceListeners {
  const ports = context.service.spec.ports ?? [];
  const tlsPorts = tlsPortsOf(context, ports);
  const merges = booleanOf(context.annotations, "aws-load-balancer-enable-tcp-udp-listener") ?? false;
  const built = (merges ? mergedPorts(ports) : ports.map((port) => [port])).map(([port, ...others]) => {
    const protocols = others.length > 0 ? BOTH : protocolsOf(context, port, tlsPorts);
    const behind = buildTargetGroup(context, port, protocols.targetGroup, backendSource);
    return { listener: listenerOf(context, port, protocols.listener, behind.targetGroup), ...behind };
  });
  return {
    listeners: built.map(({ listener }) => listener).sort((a, b) => a.port - b.port),
    targetGroups: built.map(({ targetGroup }) => targetGroup),
    bindings: built.map(({ binding }) => binding),
  };
}

type Protocol = "TCP" | "UDP" | "TCP_UDP" | "TLS";

interface Protocols {
  readonly listener: Protocol;
  readonly targetGroup: Protocol;
}

const BOTH: Protocols = { listener: "TCP_UDP", targetGroup: "TCP_UDP" };

/** Ports by their number: what is TCP and UDP gets one listener. The first of two counts. */
function mergedPorts(ports: readonly ServicePort[]): readonly [ServicePort, ...ServicePort[]][] {
  const byNumber = [...Map.groupBy(ports, ({ port }) => port).values()];
  for (const [first, second] of byNumber) {
    if (second === undefined || first!.protocol !== second.protocol) continue;
    throw new Error(`protocols can't match for merging: ${first!.protocol}`);
  }
  return byNumber as [ServicePort, ...ServicePort[]][];
}

function listenerOf(
  context: BuildContext,
  { port }: ServicePort,
  protocol: Protocol,
  { resourceId }: TargetGroupResource,
): ListenerResource {
  return {
    port,
    protocol,
    defaultActions: [{ type: "forward", targetGroups: [{ targetGroup: { resource: resourceId } }] }],
    ...securityOf(context, protocol),
    attributes: {},
    tags: serviceTags(context),
    rules: [],
  };
}

function securityOf(
  { annotations, config }: BuildContext,
  protocol: Protocol,
): Pick<ListenerResource, "certificates" | "sslPolicy"> {
  if (protocol !== "TLS") return { certificates: [] };
  return {
    certificates: certificatesOf(annotations).map((CertificateArn) => ({ CertificateArn })),
    sslPolicy: stringOf(annotations, "aws-load-balancer-ssl-negotiation-policy") ?? config.defaultSslPolicy,
  };
}

function certificatesOf(annotations: BuildContext["annotations"]): readonly string[] {
  return listOf(annotations, "aws-load-balancer-ssl-cert") ?? [];
}

/** Ports, by number or name, that are to have TLS; none: all. */
function tlsPortsOf({ annotations }: BuildContext, ports: readonly ServicePort[]): readonly string[] {
  const wanted = listOf(annotations, "aws-load-balancer-ssl-ports") ?? [];
  const unused = wanted.filter((text) => !ports.some((port) => isNamed(port, text)));
  if (unused.length > 0) throw new Error(`Unused port in ssl-ports annotation [${unused.join(" ")}]`);
  return wanted;
}

function isNamed({ port, name }: ServicePort, text: string): boolean {
  return name === text || String(port) === text;
}

function protocolsOf(
  { annotations, service }: BuildContext,
  port: ServicePort,
  tlsPorts: readonly string[],
): Protocols {
  const { protocol } = port;
  if (protocol !== "TCP" && protocol !== "UDP") {
    throw new NotSimulated(`port with protocol ${protocol}`, `Service ${namespacedName(service)}`);
  }
  const isTls = tlsPorts.length === 0 || tlsPorts.some((text) => isNamed(port, text));
  if (protocol === "UDP" || certificatesOf(annotations).length === 0 || !isTls) {
    return { listener: protocol, targetGroup: protocol };
  }
  const toTargets = stringOf(annotations, "aws-load-balancer-backend-protocol") === "ssl";
  return { listener: "TLS", targetGroup: toTargets ? "TLS" : protocol };
}
