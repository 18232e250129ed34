/** What is wrong with the applications of a configuration, beyond what their components say. */
import { SERVING_PORT } from "../../components/shared/pods/serving-pod.ts";
import { DEFAULT_WEIGHTS } from "../../components/shared/load-balancer/traffic.ts";
import { nearestWords, orList } from "../../components/shared/nearest.ts";
import { ROUTE_FORMS } from "../../components/shared/routing/forms.ts";
import { shown } from "../../components/shared/shown.ts";
import { CONTAINER_FIELDS, DEPLOYED_FIELDS } from "../config/app-schema.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { ConfigValues } from "../config/schema.ts";
import { isAppName, pathOf, workloadOf, type AppConfig, type AppEntry, type Workload } from "./app.ts";

/** Fields that only one kind of workload has. */
const FIELDS: Readonly<Record<Workload, readonly (keyof AppEntry)[]>> = {
  demo: ["content"],
  container: CONTAINER_FIELDS,
  external: ["external"],
};

/** What makes an application one of its kind, in words. */
const WORDS: Readonly<Record<Workload, string>> = {
  demo: "a demo page (content)",
  container: "a container (image)",
  external: "an application that somebody else deploys (external)",
};

type Override = ConfigValues["appOverrides"][string];

/** Problems of the keys `app`, `apps` and `appOverrides`. */
export function appKeyProblems(
  { role, app, apps, appOverrides }: Pick<ConfigValues, "role" | "app" | "apps" | "appOverrides">,
  effective: readonly AppConfig[],
): ConfigProblem[] {
  return [
    ...shortFormProblems(app, apps),
    ...Object.keys(apps).flatMap(nameProblems),
    ...Object.entries(appOverrides).flatMap(([name, override]) =>
      overrideProblems(name, override, effective),
    ),
    ...effective.flatMap((one) => nlbOverrideProblems(role, one)),
    ...effective.flatMap(workloadProblems),
  ];
}

function shortFormProblems(app: ConfigValues["app"], apps: ConfigValues["apps"]): ConfigProblem[] {
  if (Object.keys(apps).length === 0 || Object.keys(app).length === 0) return [];
  const reason =
    "is the short form of one application, which does not go with apps; write what this stack changes under " +
    'appOverrides."2048", and what all stacks have under apps."2048", which keeps what lives';
  return [{ path: "app", reason }];
}

function nameProblems(name: string): ConfigProblem[] {
  if (name === DEFAULT_WEIGHTS) {
    const reason =
      "is not a valid name for an application: weights call all others so, and each namespace has a service account of that name; use another one";
    return [{ path: `apps.${name}`, reason }];
  }
  if (isAppName(name)) return [];
  const reason = `is not a valid name for an application; use ${ROUTE_FORMS.app[1]}`;
  return [{ path: `apps.${name}`, reason }];
}

/** What another project's stack shares may be declared absent here without being described. */
function overrideProblems(
  name: string,
  override: Override,
  effective: readonly AppConfig[],
): ConfigProblem[] {
  const known = effective.map((app) => app.name);
  const app = effective.find((one) => one.name === name);
  if (app !== undefined) return namesProblems(app, override);
  if (override.absent === true) return [];
  const near = nearestWords(name, known);
  const remedy = near.length > 0 ? `did you mean ${orList(near)}?` : `use one of ${known.join(", ")}`;
  const reason = `changes an application that apps does not have; ${remedy}`;
  return [{ path: `appOverrides.${name}`, reason }];
}

/** What a cluster that joins says of a Network Load Balancer of another one: of its own Service. */
const OF_JOINED = ["nlb.shared", "nlb.ports", "nlb.externalTrafficPolicy"];

/** What would change nothing. */
function nlbOverrideProblems(
  role: ConfigValues["role"],
  { name, entry, overridden }: AppConfig,
): ConfigProblem[] {
  const fields = overridden.filter((field) => field.startsWith("nlb."));
  if (entry.nlb === undefined) {
    if (fields.length === 0) return [];
    const reason = `changes a Network Load Balancer that the application does not have; give apps.${name}.nlb, or leave it out`;
    return [{ path: `appOverrides.${name}.nlb`, reason }];
  }
  if (role !== "member" || entry.nlb.shared !== true) return [];
  const reason =
    "is set, but the load balancer is that of the shared stack, which alone can change it; set it there, or give this cluster one of its own (shared: false)";
  return fields
    .filter((field) => !OF_JOINED.includes(field))
    .map((field) => ({ path: `appOverrides.${name}.${field}`, reason }));
}

/** Of a load balancer without names a stack changes no weight. */
function namesProblems({ name, entry }: AppConfig, { nlb }: Override): ConfigProblem[] {
  const isLost = nlb?.names !== undefined && nlb.names.hosts === undefined;
  if (!isLost || entry.nlb === undefined || (entry.nlb.names?.hosts ?? []).length > 0) return [];
  const reason = `changes names that apps.${name}.nlb does not have; give hosts, here or there, or leave it out`;
  return [{ path: `appOverrides.${name}.nlb.names`, reason }];
}

function workloadProblems(app: AppConfig): ConfigProblem[] {
  const { entry } = app;
  const kind = workloadOf(app);
  const isEmpty = kind === "container" && entry.image === undefined;
  if (isEmpty && FIELDS.container.every((field) => entry[field] === undefined)) {
    const reason = `has no workload; give it image (a container), content (a demo page) or external (somebody else deploys it), or write its routes under another application if they only redirect or answer`;
    return [{ path: `apps.${app.name}`, reason }];
  }
  const foreign = [
    ...(Object.keys(FIELDS) as Workload[])
      .filter((other) => other !== kind)
      .flatMap((other) => FIELDS[other]),
    ...(kind === "external" ? DEPLOYED_FIELDS : []),
    ...(kind === "demo" ? (["port"] as const) : []),
  ].filter((field) => entry[field] !== undefined);
  return [
    ...foreign.map((field) => ({
      path: pathOf(app, field),
      reason: `does not go with ${WORDS[kind]}; remove it`,
    })),
    ...(isEmpty
      ? [{ path: pathOf(app, "image"), reason: "is missing; give the image of the container" }]
      : []),
    ...(kind === "external" ? [] : targetPortProblems(app)),
    ...externalProblems(app),
  ];
}

/** Pods of the stack's own name one port; a Service finds it by TCP. */
function targetPortProblems(app: AppConfig): ConfigProblem[] {
  const { ports = [] } = app.entry.nlb ?? {};
  return ports.flatMap(({ targetPort, protocol = "TCP" }, index) => {
    if (typeof targetPort !== "string" || targetPort === SERVING_PORT || protocol.includes("UDP")) return [];
    const reason = `is ${shown(targetPort)}, a name that no port of the pods has; use ${SERVING_PORT}, which is that of their port, or a number`;
    return [{ path: pathOf(app, `nlb.ports[${index}].targetPort`), reason }];
  });
}

function externalProblems(app: AppConfig): ConfigProblem[] {
  const { external } = app.entry;
  if (external === undefined) return [];
  const path = pathOf(app, "external");
  if ((external.selector === undefined) === (external.service === undefined)) {
    const reason = `is ${shown(external)}; give either selector (labels of the pods, for which a Service is made) or service (the name of one that is there)`;
    return [{ path, reason }];
  }
  if (external.service !== undefined) return besideService(app);
  return [
    ...(external.servicePort === undefined
      ? []
      : [
          {
            path: `${path}.servicePort`,
            reason: "is the port of an existing service; give it with service, or remove it",
          },
        ]),
    ...(external.createNamespace === undefined
      ? []
      : [
          {
            path: `${path}.createNamespace`,
            reason: "is for an existing service, as that of a selector has its namespace made; remove it",
          },
        ]),
  ];
}

/** What does not go with a Service that somebody else makes, and why. */
const NOT_BESIDE_SERVICE = {
  service: "is for a Service that is made, and external.service names one that is there; remove one of them",
  nlb: "needs the labels of the pods, for a Service of its own; give external.selector in place of external.service",
} as const;

function besideService(app: AppConfig): ConfigProblem[] {
  return (["service", "nlb"] as const)
    .filter((field) => app.entry[field] !== undefined)
    .map((field) => ({ path: pathOf(app, field), reason: NOT_BESIDE_SERVICE[field] }));
}
