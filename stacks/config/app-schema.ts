/** Applications as the configuration has them: `apps`, `appOverrides`, and the short form `app`. */
import { z } from "zod";
import {
  CONTENT_TYPES,
  IDENTITY_TYPES,
  IMAGE_PULL_POLICIES,
  NLB_HEALTH_CHECK_PROTOCOLS,
  NLB_PROTOCOLS,
  PROBE_PROTOCOLS,
  PROTOCOL_VERSIONS,
  REDIRECT_PROTOCOLS,
  REDIRECT_STATUS_CODES,
  SCHEMES,
  SERVICE_TYPES,
  TARGET_TYPES,
  TRAFFIC_POLICIES,
  TRAFFIC_PORT,
} from "../../components/index.ts";
import { freeForm, freeText, healthCheck, targetGroup, tolerations } from "./schema-parts.ts";

const quantities = z.strictObject({ cpu: z.string().exactOptional(), memory: z.string().exactOptional() });

const resources = z.strictObject({
  requests: quantities.exactOptional(),
  limits: quantities.exactOptional(),
});

const content = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("game-2048") }),
  z.strictObject({
    type: z.literal("colour-page"),
    heading: freeText.exactOptional(),
    colour: z.string().exactOptional(),
    cluster: z.string().exactOptional(),
  }),
]);

/** What the stack says of everything that it deploys. */
const deployed = {
  replicas: z.int().exactOptional(),
  image: z.string().exactOptional(),
  resources: resources.exactOptional(),
  tolerations: tolerations.exactOptional(),
  preStopSeconds: z.int().exactOptional(),
};

/** Fields of everything that the stack deploys. */
export const DEPLOYED_FIELDS = Object.keys(deployed) as readonly (keyof typeof deployed)[];

/** What a demo page has. */
const demo = { ...deployed, content: content.exactOptional() };

const ofKey = { key: z.string(), optional: z.boolean().exactOptional() };

const env = z.record(
  z.string(),
  z.union([
    freeText,
    z.strictObject({ fieldRef: z.string() }),
    z.strictObject({ configMap: z.string(), ...ofKey }),
    z.strictObject({ secret: z.string(), ...ofKey }),
  ]),
);

const probe = z.union([
  z.literal(false),
  z.strictObject({
    protocol: z.enum(PROBE_PROTOCOLS).exactOptional(),
    path: freeText.exactOptional(),
    port: z.int().exactOptional(),
    command: z.array(freeText).exactOptional(),
    initialDelaySeconds: z.int().exactOptional(),
    periodSeconds: z.int().exactOptional(),
    timeoutSeconds: z.int().exactOptional(),
    successThreshold: z.int().exactOptional(),
    failureThreshold: z.int().exactOptional(),
  }),
]);

const scalingSpeed = z.strictObject({
  stabilizationSeconds: z.int().exactOptional(),
  maxPods: z.int().exactOptional(),
  maxPercent: z.int().exactOptional(),
  periodSeconds: z.int().exactOptional(),
});

const autoscaling = z.strictObject({
  minReplicas: z.int().exactOptional(),
  maxReplicas: z.int(),
  cpuUtilization: z.int().exactOptional(),
  memoryUtilization: z.int().exactOptional(),
  scaleDown: scalingSpeed.exactOptional(),
  scaleUp: scalingSpeed.exactOptional(),
});

const files = z.strictObject({
  path: z.string(),
  content: z.record(z.string(), freeText).exactOptional(),
  configMap: z.string().exactOptional(),
  secret: z.string().exactOptional(),
  items: z.record(z.string(), z.string()).exactOptional(),
  subPath: z.string().exactOptional(),
  mode: z.string().exactOptional(),
});

const security = z.strictObject({
  allowRoot: z.boolean().exactOptional(),
  runAsUser: z.int().exactOptional(),
  runAsGroup: z.int().exactOptional(),
  fsGroup: z.int().exactOptional(),
  writableRootFilesystem: z.boolean().exactOptional(),
  addCapabilities: z.array(z.string()).exactOptional(),
  allowPrivilegeEscalation: z.boolean().exactOptional(),
  unconfinedSystemCalls: z.boolean().exactOptional(),
});

/** The cluster, by which the pods get a role, is the stack's own. */
const serviceAccount = z.strictObject({
  name: z.string().exactOptional(),
  create: z.boolean().exactOptional(),
  automountToken: z.boolean().exactOptional(),
  identity: z.enum(IDENTITY_TYPES).exactOptional(),
  policies: z.record(z.string(), freeForm).exactOptional(),
  managedPolicyArns: z.array(z.string()).exactOptional(),
});

/** What only containers have. */
const container = {
  imagePullPolicy: z.enum(IMAGE_PULL_POLICIES).exactOptional(),
  imagePullSecrets: z.array(z.string()).exactOptional(),
  command: z.array(freeText).exactOptional(),
  args: z.array(freeText).exactOptional(),
  env: env.exactOptional(),
  envFrom: z
    .array(
      z.strictObject({
        configMap: z.string().exactOptional(),
        secret: z.string().exactOptional(),
        prefix: z.string().exactOptional(),
        optional: z.boolean().exactOptional(),
      }),
    )
    .exactOptional(),
  files: z.array(files).exactOptional(),
  writablePaths: z.array(z.string()).exactOptional(),
  probes: z
    .strictObject({
      startup: probe.exactOptional(),
      readiness: probe.exactOptional(),
      liveness: probe.exactOptional(),
    })
    .exactOptional(),
  autoscaling: autoscaling.exactOptional(),
  security: security.exactOptional(),
  serviceAccount: serviceAccount.exactOptional(),
  nodeSelector: z.record(z.string(), z.string()).exactOptional(),
  priorityClassName: z.string().exactOptional(),
  podDisruptionBudget: z
    .union([
      z.strictObject({ minAvailable: z.union([z.int(), z.string()]) }),
      z.strictObject({ maxUnavailable: z.union([z.int(), z.string()]) }),
    ])
    .exactOptional(),
};

/** Fields that only containers have. */
export const CONTAINER_FIELDS = Object.keys(container) as readonly (keyof typeof container)[];

const routePath = z.union([
  z.strictObject({ exact: z.string() }),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ pattern: z.string() }),
]);

const redirect = z.strictObject({
  protocol: z.enum(REDIRECT_PROTOCOLS).exactOptional(),
  host: z.string().exactOptional(),
  port: z.union([z.int(), z.literal("#{port}")]).exactOptional(),
  path: z.string().exactOptional(),
  query: z.string().exactOptional(),
  statusCode: z.union(REDIRECT_STATUS_CODES.map((code) => z.literal(code))).exactOptional(),
});

const fixedResponse = z.strictObject({
  statusCode: z.int(),
  contentType: z.enum(CONTENT_TYPES).exactOptional(),
  body: z.string().exactOptional(),
});

const route = z.strictObject({
  hosts: z.array(z.string()).exactOptional(),
  paths: z.array(routePath).exactOptional(),
  headers: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) })).exactOptional(),
  query: z.array(z.strictObject({ key: z.string().exactOptional(), value: z.string() })).exactOptional(),
  methods: z.array(z.string()).exactOptional(),
  sourceCidrs: z.array(z.string()).exactOptional(),
  redirect: redirect.exactOptional(),
  fixedResponse: fixedResponse.exactOptional(),
  rewrite: z
    .strictObject({
      prefix: z.string().exactOptional(),
      path: z.string().exactOptional(),
      host: z.string().exactOptional(),
    })
    .exactOptional(),
});

/** What answers requests that no route matches. */
export const fallbackAction = z.union([
  z.strictObject({ fixedResponse }),
  z.strictObject({ redirect }),
  z.strictObject({ app: z.string() }),
]);

const external = z.strictObject({
  selector: z.record(z.string(), z.string()).exactOptional(),
  service: z.string().exactOptional(),
  servicePort: z.int().exactOptional(),
  createNamespace: z.boolean().exactOptional(),
});

const service = z.strictObject({
  type: z.enum(SERVICE_TYPES).exactOptional(),
  port: z.int().exactOptional(),
  nodePort: z.int().exactOptional(),
  nodePortSources: z.array(z.string()).exactOptional(),
  externalTrafficPolicy: z.enum(TRAFFIC_POLICIES).exactOptional(),
  internalTrafficPolicy: z.enum(TRAFFIC_POLICIES).exactOptional(),
  sessionAffinitySeconds: z.int().exactOptional(),
});

const nlbPorts = z.array(
  z.strictObject({
    port: z.int(),
    protocol: z.enum(NLB_PROTOCOLS).exactOptional(),
    targetPort: z.union([z.int(), z.string()]).exactOptional(),
  }),
);

const nlbFields = {
  shared: z.boolean().exactOptional(),
  targetType: z.enum(TARGET_TYPES).exactOptional(),
  externalTrafficPolicy: z.enum(TRAFFIC_POLICIES).exactOptional(),
  scheme: z.enum(SCHEMES).exactOptional(),
  addresses: z
    .union([
      z.strictObject({ allocationIds: z.array(z.string()) }),
      z.strictObject({ privateIpv4: z.array(z.string()) }),
    ])
    .exactOptional(),
  sourceRanges: z.array(z.string()).exactOptional(),
  securityGroupIds: z.array(z.string()).exactOptional(),
  tls: z
    .strictObject({
      certificateArns: z.array(z.string()),
      sslPolicy: z.string().exactOptional(),
      toTargets: z.boolean().exactOptional(),
    })
    .exactOptional(),
  crossZone: z.boolean().exactOptional(),
  proxyProtocol: z.boolean().exactOptional(),
  healthCheck: z
    .strictObject({
      protocol: z.enum(NLB_HEALTH_CHECK_PROTOCOLS).exactOptional(),
      port: z.union([z.int(), z.literal(TRAFFIC_PORT)]).exactOptional(),
      path: z.string().exactOptional(),
      successCodes: z.string().exactOptional(),
      intervalSeconds: z.int().exactOptional(),
      timeoutSeconds: z.int().exactOptional(),
      healthyThreshold: z.int().exactOptional(),
      unhealthyThreshold: z.int().exactOptional(),
    })
    .exactOptional(),
  deregistrationDelaySeconds: z.int().exactOptional(),
  allocateNodePorts: z.boolean().exactOptional(),
};

const nlbNames = {
  weight: z.int().exactOptional(),
  setIdentifier: z.string().exactOptional(),
};

const nlb = z.strictObject({
  ports: nlbPorts,
  names: z.strictObject({ hosts: z.array(z.string()), ...nlbNames }).exactOptional(),
  ...nlbFields,
});

/** One application: a demo page (`content`), a container (`image`), or one that somebody else deploys (`external`). */
export const appEntry = z.strictObject({
  order: z.int().exactOptional(),
  retire: z.boolean().exactOptional(),
  namespace: z.string().exactOptional(),
  port: z.int().exactOptional(),
  ...demo,
  ...container,
  external: external.exactOptional(),
  service: service.exactOptional(),
  targetType: z.enum(TARGET_TYPES).exactOptional(),
  protocolVersion: z.enum(PROTOCOL_VERSIONS).exactOptional(),
  routes: z.array(route).exactOptional(),
  healthCheck: healthCheck.exactOptional(),
  targetGroup: targetGroup.exactOptional(),
  nlb: nlb.exactOptional(),
});

/** What one stack changes of an application. */
export const appOverride = z.strictObject({
  absent: z.boolean().exactOptional(),
  image: demo.image,
  replicas: demo.replicas,
  autoscaling: container.autoscaling,
  resources: demo.resources,
  content: demo.content,
  env: container.env,
  nlb: z
    .strictObject({
      ports: nlbPorts.exactOptional(),
      names: z.strictObject({ hosts: z.array(z.string()).exactOptional(), ...nlbNames }).exactOptional(),
      ...nlbFields,
    })
    .exactOptional(),
});

/** The one application of a fleet that names no others. */
export const shortApp = z.strictObject(demo);
