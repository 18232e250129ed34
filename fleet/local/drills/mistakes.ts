/** Mistakes that the program does not make, put between it and the cloud. */
import type { Properties } from "../../../sim/core/resource-type.ts";
import type { Intercept } from "../../../sim/hosts/in-process/deployment.ts";

export const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";
export const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const BINDING = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";
const RELEASE = "kubernetes:helm.sh/v3:Release";
const MULTI_CLUSTER_ANNOTATION = "alb.ingress.kubernetes.io/multi-cluster-target-group";

/** Changes a copy of the inputs of every resource of a type. */
export function editing<Inputs extends object>(
  type: string,
  edit: (inputs: Inputs, name: string) => void,
): Intercept {
  return (registration) => {
    if (registration.type !== type) return registration.inputs;
    const inputs = structuredClone(registration.inputs);
    edit(inputs as Inputs, registration.name);
    return inputs;
  };
}

/** Several mistakes at once. */
export function together(...mistakes: readonly Intercept[]): Intercept {
  return (registration) =>
    mistakes.reduce<Properties>(
      (inputs, mistake) => mistake({ ...registration, inputs }),
      registration.inputs,
    );
}

/** Something that happens in the cloud right before the first resource of a type is made or looked at. */
export function beforeFirst(type: string, happen: () => void): Intercept {
  let happened = false;
  return (registration) => {
    if (registration.type === type && !happened) {
      happened = true;
      happen();
    }
    return registration.inputs;
  };
}

interface Annotated {
  readonly metadata: { readonly annotations: Record<string, string> };
}

/** The primary's Ingress without the multi-cluster annotation. */
export const ingressWithoutFlag = editing<Annotated>(INGRESS, ({ metadata }) => {
  delete metadata.annotations[MULTI_CLUSTER_ANNOTATION];
});

interface Binding {
  readonly spec: { multiClusterTargetGroup?: boolean; networking?: unknown };
}

/** A member's TargetGroupBinding that thinks it is alone. */
export const bindingWithoutFlag = editing<Binding>(BINDING, ({ spec }) => {
  spec.multiClusterTargetGroup = false;
});

/** A member's TargetGroupBinding that opens no security group. */
export const bindingWithoutNetworking = editing<Binding>(BINDING, ({ spec }) => {
  delete spec.networking;
});

interface PolicyDocument {
  readonly Statement: { Action: string | string[] }[];
}

/** The controller's policy without one action. */
export function policyWithout(action: string): Intercept {
  return editing<{ policy: string }>("aws:iam/policy:Policy", (inputs) => {
    const document = JSON.parse(inputs.policy) as PolicyDocument;
    const statements = document.Statement.map((statement) => ({
      ...statement,
      Action: [statement.Action].flat().filter((allowed) => allowed !== action),
    })).filter(({ Action }) => Action.length > 0);
    inputs.policy = JSON.stringify({ ...document, Statement: statements });
  });
}

/** The policy of the log bucket without the statement that lets load balancers write. */
export const logBucketWithoutPolicy = editing<{ policy: string }>(
  "aws:s3/bucketPolicy:BucketPolicy",
  (inputs) => {
    const { Statement, ...document } = JSON.parse(inputs.policy) as { Statement: { Effect: string }[] };
    const left = Statement.filter(({ Effect }) => Effect === "Deny");
    inputs.policy = JSON.stringify({ ...document, Statement: left });
  },
);

/** The trust policy of the controller's role with a text in it replaced, e.g. its service account. */
export function trustPolicyWith(replace: (document: string) => string): Intercept {
  return editing<{ assumeRolePolicy: string }>("aws:iam/role:Role", (inputs) => {
    if (inputs.assumeRolePolicy.includes("AssumeRoleWithWebIdentity")) {
      inputs.assumeRolePolicy = replace(inputs.assumeRolePolicy);
    }
  });
}

/** The controller's chart without some of its values. */
export function releaseWithoutValues(...names: readonly string[]): Intercept {
  return editing<{ values: Record<string, unknown> }>(RELEASE, ({ values }) => {
    for (const name of names) delete values[name];
  });
}

/** Nodes whose metadata service answers no pod. */
export const hopLimitOne = editing<{ metadataOptions: { httpPutResponseHopLimit: number } }>(
  "aws:ec2/launchTemplate:LaunchTemplate",
  ({ metadataOptions }) => {
    metadataOptions.httpPutResponseHopLimit = 1;
  },
);

/** Subnets without the tag by which the controller finds those for internet-facing load balancers. */
export function subnetsWithoutRoleTag(which: (name: string) => boolean = () => true): Intercept {
  return editing<{ tags: Record<string, string> }>("aws:ec2/subnet:Subnet", ({ tags }, name) => {
    if (which(name)) delete tags["kubernetes.io/role/elb"];
  });
}

/** Another number of the first app's pods. */
export function replicas(count: number): Intercept {
  let first: string | undefined;
  return editing<{ spec: { replicas: number } }>(DEPLOYMENT, ({ spec }, name) => {
    first ??= name;
    if (name === first) spec.replicas = count;
  });
}

/** Another number of nodes. */
export function nodes(count: number): Intercept {
  return editing<{ scalingConfig: { desiredSize: number; maxSize: number } }>(
    "aws:eks/nodeGroup:NodeGroup",
    ({ scalingConfig }) => {
      scalingConfig.desiredSize = count;
      scalingConfig.maxSize = Math.max(count, scalingConfig.maxSize);
    },
  );
}
