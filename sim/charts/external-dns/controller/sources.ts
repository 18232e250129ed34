/** Records that objects of the cluster ask for: source/ingress.go and source/service.go of ExternalDNS. */
import { NotSimulated } from "../../../core/errors.ts";
import { hostedZoneOf } from "../../../aws/elbv2/load-balancer/hosted-zones.ts";
import type { KubeObject, KubernetesApi } from "../../../kubernetes/types.ts";
import { ALIAS, DEFAULT_TTL, EVALUATE_HEALTH, WEIGHT, type Endpoint } from "./endpoint.ts";
import type { Flags } from "./flags.ts";
import { GATEWAY, GRPC_ROUTE, HTTP_ROUTE, targetsOfRoute } from "./gateway-routes.ts";

/** By the name of the source: the kind that asks for names, and others that matter to it. */
export const KINDS = {
  service: ["v1/Service"],
  ingress: ["networking.k8s.io/v1/Ingress"],
  "gateway-httproute": [HTTP_ROUTE, GATEWAY],
  "gateway-grpcroute": [GRPC_ROUTE, GATEWAY],
} as const;

type Source = keyof typeof KINDS;

/** Sources that are modelled, in the order in which the program goes through them. */
const SOURCES = Object.keys(KINDS) as readonly Source[];

/** Annotations that are heeded, without their prefix. */
const ANNOTATIONS = ["controller", "hostname", "target", "ttl", "set-identifier", "aws-weight"] as const;

/** Value of the annotation `controller` by which an object is for this program. */
const OURS = "dns-controller";

type Annotations = Readonly<Partial<Record<(typeof ANNOTATIONS)[number], string>>>;

interface Status {
  readonly loadBalancer?: {
    readonly ingress?: readonly { readonly hostname?: string; readonly ip?: string }[];
  };
}

export function wantedEndpoints(api: KubernetesApi, flags: Flags): Endpoint[] {
  return SOURCES.filter((source) => flags.sources.includes(source)).flatMap((source) =>
    (api.views(KINDS[source][0]) as readonly KubeObject[]).flatMap((object) =>
      endpointsOf(api, source, object, flags),
    ),
  );
}

function endpointsOf(api: KubernetesApi, source: Source, object: KubeObject, flags: Flags): Endpoint[] {
  const annotations = annotationsOf(object, flags.annotationPrefix);
  if ((annotations.controller ?? OURS) !== OURS) return [];
  const { kind, metadata } = object;
  const common = {
    ttl: Number(annotations.ttl ?? 0),
    ...weightOf(annotations),
    resource: `${kind.toLowerCase()}/${metadata.namespace ?? ""}/${metadata.name}`,
  };
  const asked = listed(annotations.hostname);
  if (source !== "ingress" && source !== "service") {
    const targets = targetsOfRoute(api, object, asked, (gateway) =>
      listed(annotationsOf(gateway, flags.annotationPrefix).target),
    );
    return [...targets].flatMap(([host, targetsOfHost]) =>
      endpointsOfHost(host, { ...common, targets: targetsOfHost }),
    );
  }
  const hosts = [...(source === "ingress" ? hostsOfIngress(object) : []), ...asked];
  const targets = listed(annotations.target);
  return hosts.flatMap((host) =>
    endpointsOfHost(host.replace(/\.$/, ""), {
      ...common,
      targets: targets.length > 0 ? targets : addressesOf(source, object),
    }),
  );
}

function weightOf(annotations: Annotations): Pick<Endpoint, "setIdentifier" | "properties"> {
  const weight = annotations["aws-weight"];
  return {
    setIdentifier: annotations["set-identifier"] ?? "",
    properties: weight === undefined ? {} : { [WEIGHT]: weight },
  };
}

/** @throws NotSimulated for an annotation of the program that is not modelled. */
function annotationsOf({ metadata }: KubeObject, prefix: string): Annotations {
  const own = Object.entries(metadata.annotations ?? {}).filter(([key]) => key.startsWith(prefix));
  for (const [key] of own) {
    const known: readonly string[] = ANNOTATIONS;
    if (!known.includes(key.slice(prefix.length))) throw new NotSimulated(`annotation ${key} of ExternalDNS`);
  }
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

function listed(text: string | undefined): string[] {
  return text === undefined ? [] : text.replaceAll(" ", "").split(",");
}

function hostsOfIngress(ingress: KubeObject): string[] {
  const { rules = [], tls = [] } = ingress["spec"] as {
    readonly rules?: readonly { readonly host?: string }[];
    readonly tls?: readonly { readonly hosts?: readonly string[] }[];
  };
  return [...rules.map(({ host }) => host), ...tls.flatMap(({ hosts = [] }) => hosts)].filter(
    (host) => host !== undefined,
  );
}

/** Where the object is reached; of Services only those of load balancers, and of other names, are modelled. */
function addressesOf(source: Source, object: KubeObject): string[] {
  const { type, externalName = "" } = object["spec"] as {
    readonly type?: string;
    readonly externalName?: string;
  };
  if (type === "ExternalName") return [externalName];
  if (source === "service" && type !== "LoadBalancer") return [];
  const { loadBalancer } = (object["status"] ?? {}) as Status;
  return (loadBalancer?.ingress ?? [])
    .flatMap(({ ip, hostname }) => [ip, hostname])
    .filter((one) => one !== undefined);
}

type OfHost = Omit<Endpoint, "name" | "type">;

/** A name of a load balancer becomes an alias of both families, whatever it has itself. */
function endpointsOfHost(name: string, common: OfHost): Endpoint[] {
  const { targets, ttl, properties } = common;
  const addresses = targets.filter((target) => /^[\d.]+$/.test(target));
  const others = targets.filter((target) => !addresses.includes(target)).toSorted();
  const plain: Endpoint[] =
    addresses.length === 0 ? [] : [{ ...common, name, type: "A", targets: addresses.toSorted() }];
  const [first] = others;
  if (first === undefined) return plain;
  if (hostedZoneOf(first) === undefined) {
    return [
      ...plain,
      { ...common, name, type: "CNAME", targets: [first], properties: { ...properties, [ALIAS]: "false" } },
    ];
  }
  const alias = {
    ...common,
    name,
    targets: others,
    ttl: ttl === 0 ? 0 : DEFAULT_TTL,
    properties: { ...properties, [ALIAS]: "true", [EVALUATE_HEALTH]: "true" },
  };
  return [...plain, { ...alias, type: "A" }, { ...alias, type: "AAAA" }];
}
