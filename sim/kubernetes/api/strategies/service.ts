import { Address4 } from "ip-address";
import { sha256 } from "../../../core/ids.ts";
import type { Service, ServicePort } from "../../objects.ts";
import type { Draft, KubeObject, ObjectDraft } from "../../types.ts";
import { builtInKinds, type Kind } from "../kinds.ts";
import { fieldError } from "../status-errors.ts";
import type { Strategy, StrategyContext } from "../strategy.ts";
import { isPort, PORT_RANGE_WORDS } from "./pod-validation.ts";

const types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];

/** The API server's default --service-node-port-range; every node port lies in it. */
export const nodePorts = { first: 30000, last: 32767 };

/** core/v1 Service: cluster addresses and node ports are given by the server and stay. */
export const serviceStrategy: Strategy<Service> = {
  setDefaults(object) {
    const { spec } = object;
    spec.type ??= "ClusterIP";
    spec.sessionAffinity ??= "None";
    for (const port of spec.ports ?? []) {
      port.protocol ??= "TCP";
      port.targetPort ??= port.port;
    }
    if (spec.type === "ExternalName") return;
    spec.internalTrafficPolicy ??= "Cluster";
    if (usesNodePorts(spec)) spec.externalTrafficPolicy ??= "Cluster";
    if (spec.type === "LoadBalancer") spec.allocateLoadBalancerNodePorts ??= true;
  },
  prepare(object, context, old) {
    if (old === undefined) object.status = { loadBalancer: {} };
    const { spec } = object;
    if (spec.type === "ExternalName") return;
    spec.ipFamilies ??= ["IPv4"];
    spec.ipFamilyPolicy ??= "SingleStack";
    spec.clusterIP ??= old?.spec.clusterIP ?? allocateAddress(object, context);
    spec.clusterIPs ??= [spec.clusterIP];
    if (usesNodePorts(spec)) return allocateNodePorts(object, context, old);
    for (const port of spec.ports ?? []) releaseNodePort(port, old);
    for (const field of ["externalTrafficPolicy", "allocateLoadBalancerNodePorts"] as const) {
      if (spec[field] === old?.spec[field]) delete spec[field];
    }
  },
  validate(object, context, old) {
    return [...specErrors(object, context), ...(old === undefined ? [] : updateErrors(object, old))];
  },
};

function usesNodePorts(spec: { readonly type?: string | undefined }): boolean {
  return spec.type === "NodePort" || spec.type === "LoadBalancer";
}

/** A node port that the server gave goes when the type no longer uses it; one that a client adds is refused. */
function releaseNodePort(port: Draft<ServicePort>, old: Service | undefined): void {
  const given = old?.spec.ports?.find((before) => before.port === port.port)?.nodePort;
  if (given === port.nodePort) delete port.nodePort;
}

function others(object: KubeObject, context: StrategyContext): Service[] {
  const kind: Kind = builtInKinds.get("v1/Service")!;
  return context.store
    .list(kind)
    .filter((service) => service.metadata.uid !== object.metadata.uid)
    .map((service) => service as Service);
}

/** Where to begin looking for a free number: from the name, so that it does not depend on the order of creation. */
function startingPoint(object: KubeObject, what: string, size: number): number {
  const { namespace, name } = object.metadata;
  return Number.parseInt(sha256(`${namespace}/${name}/${what}`).slice(0, 8), 16) % size;
}

/**
 * Addresses of the lower band are kept for those who ask for one (KEP-3070); its size for ranges of /20 and larger
 * is 256.
 */
const STATIC_BAND = 256;

function allocateAddress(object: KubeObject, context: StrategyContext): string {
  const range = new Address4(context.serviceCidr);
  const first = range.startAddress().bigInt();
  const size = Number(range.endAddress().bigInt() - first) - STATIC_BAND;
  const taken = new Set(others(object, context).map((service) => service.spec.clusterIP));
  const start = startingPoint(object, "clusterIP", size);
  for (let step = 0; step < size; step++) {
    const offset = STATIC_BAND + ((start + step) % size);
    const address = Address4.fromBigInt(first + BigInt(offset)).address;
    if (!taken.has(address)) return address;
  }
  throw new Error(`no address of ${context.serviceCidr} is free`);
}

function allocateNodePorts(
  object: ObjectDraft<Service>,
  context: StrategyContext,
  old: Service | undefined,
): void {
  const size = nodePorts.last - nodePorts.first + 1;
  const taken = takenNodePorts(object, context);
  const { type, allocateLoadBalancerNodePorts } = object.spec;
  const allocates = type !== "LoadBalancer" || allocateLoadBalancerNodePorts !== false;
  for (const port of object.spec.ports ?? []) {
    port.nodePort ??= old?.spec.ports?.find((before) => before.port === port.port)?.nodePort;
    if (port.nodePort !== undefined || !allocates) continue;
    let offset = startingPoint(object, `nodePort ${port.port}`, size);
    while (taken.has(nodePorts.first + offset)) offset = (offset + 1) % size;
    port.nodePort = nodePorts.first + offset;
    taken.add(port.nodePort);
  }
}

function takenNodePorts(object: KubeObject, context: StrategyContext): Set<number> {
  return new Set(
    others(object, context).flatMap((service) =>
      (service.spec.ports ?? []).flatMap(({ nodePort }) => (nodePort === undefined ? [] : [nodePort])),
    ),
  );
}

function specErrors(service: Service, context: StrategyContext): string[] {
  const { spec } = service;
  const errors: string[] = [];
  if (!types.includes(spec.type)) errors.push(fieldError.notSupported("spec.type", spec.type, types));
  if (spec.externalTrafficPolicy !== undefined && !usesNodePorts(spec)) {
    const words = "may only be set for externally-accessible services";
    errors.push(fieldError.invalid("spec.externalTrafficPolicy", spec.externalTrafficPolicy, words));
  }
  const headless = spec.clusterIP === "None";
  if ((spec.ports ?? []).length === 0 && !headless && spec.type !== "ExternalName") {
    errors.push(fieldError.required("spec.ports"));
  }
  if (spec.clusterIP !== undefined && !headless && !contains(context.serviceCidr, spec.clusterIP)) {
    errors.push(
      fieldError.invalid(
        "spec.clusterIPs",
        spec.clusterIPs,
        `failed to allocate IP ${spec.clusterIP}: the provided IP (${spec.clusterIP}) is not in the valid range. ` +
          `The range of valid IPs is ${context.serviceCidr}`,
      ),
    );
  }
  const names = new Set<string>();
  const taken = takenNodePorts(service, context);
  for (const [index, port] of (spec.ports ?? []).entries()) {
    const at = `spec.ports[${index}]`;
    if (port.name === undefined && (spec.ports ?? []).length > 1)
      errors.push(fieldError.required(`${at}.name`));
    if (port.name !== undefined && names.has(port.name))
      errors.push(fieldError.duplicate(`${at}.name`, port.name));
    names.add(port.name ?? "");
    errors.push(...portErrors(port, at), ...nodePortErrors(port, spec.type, at, taken));
  }
  return errors;
}

function portErrors(port: ServicePort, at: string): string[] {
  const errors: string[] = [];
  if (!isPort(port.port)) errors.push(fieldError.invalid(`${at}.port`, port.port ?? 0, PORT_RANGE_WORDS));
  if (typeof port.targetPort === "number" && !isPort(port.targetPort)) {
    errors.push(fieldError.invalid(`${at}.targetPort`, port.targetPort, PORT_RANGE_WORDS));
  }
  if (!["TCP", "UDP", "SCTP"].includes(port.protocol)) {
    errors.push(fieldError.notSupported(`${at}.protocol`, port.protocol, ["SCTP", "TCP", "UDP"]));
  }
  return errors;
}

function nodePortErrors(port: ServicePort, type: string, at: string, taken: ReadonlySet<number>): string[] {
  const { nodePort } = port;
  if (nodePort === undefined) return [];
  const path = `${at}.nodePort`;
  if (!usesNodePorts({ type })) {
    return [fieldError.forbidden(path, `may not be used when \`type\` is '${type}'`)];
  }
  if (nodePort < nodePorts.first || nodePort > nodePorts.last) {
    const range = `The range of valid ports is ${nodePorts.first}-${nodePorts.last}`;
    return [fieldError.invalid(path, nodePort, `provided port is not in the valid range. ${range}`)];
  }
  return taken.has(nodePort)
    ? [fieldError.invalid(path, nodePort, "provided port is already allocated")]
    : [];
}

function updateErrors(service: Service, old: Service): string[] {
  const before = old.spec.clusterIP;
  if (before === undefined || service.spec.clusterIP === before || service.spec.type === "ExternalName")
    return [];
  return [fieldError.invalid("spec.clusterIPs[0]", service.spec.clusterIPs, "may not change once set")];
}

function contains(cidr: string, address: string): boolean {
  return Address4.isValid(address) && new Address4(address).isInSubnet(new Address4(cidr));
}
