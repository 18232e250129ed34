/**
 * EKS's pod identity webhook: what it adds to pods whose service account has a role.
 * https://github.com/aws/amazon-eks-pod-identity-webhook
 */
import type { Container, EnvVar, PodSpec } from "../../../kubernetes/objects.ts";
import type { KubeObject } from "../../../kubernetes/types.ts";

/** How a pod proves who it is. */
export interface IdentityToken {
  readonly volume: string;
  readonly directory: string;
  readonly file: string;
  readonly audience: string;
}

export const webIdentityToken: IdentityToken = {
  volume: "aws-iam-token",
  directory: "/var/run/secrets/eks.amazonaws.com/serviceaccount",
  file: "token",
  audience: "sts.amazonaws.com",
};

export const podIdentityToken: IdentityToken = {
  volume: "eks-pod-identity-token",
  directory: "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount",
  file: "eks-pod-identity-token",
  audience: "pods.eks.amazonaws.com",
};

/** Where the Pod Identity agent of a node answers. */
export const POD_IDENTITY_URI = "http://169.254.170.23/v1/credentials";

const EXPIRATION_SECONDS = 86_400;

/** Adds what an IRSA role needs: the role's ARN and the token to ask STS with. */
export function withWebIdentity(
  pod: KubeObject,
  region: string,
  roleArn: string,
  audience: string,
): KubeObject {
  return withToken(pod, { ...webIdentityToken, audience }, [
    ...regionVariables(region),
    { name: "AWS_ROLE_ARN", value: roleArn },
    { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: pathOf(webIdentityToken) },
  ]);
}

/** Adds what a Pod Identity association needs: where the agent is, and the token to ask it with. */
export function withPodIdentity(pod: KubeObject, region: string): KubeObject {
  return withToken(pod, podIdentityToken, [
    ...regionVariables(region),
    { name: "AWS_CONTAINER_CREDENTIALS_FULL_URI", value: POD_IDENTITY_URI },
    { name: "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", value: pathOf(podIdentityToken) },
  ]);
}

export function pathOf({ directory, file }: IdentityToken): string {
  return `${directory}/${file}`;
}

function regionVariables(region: string): EnvVar[] {
  return [
    { name: "AWS_STS_REGIONAL_ENDPOINTS", value: "regional" },
    { name: "AWS_DEFAULT_REGION", value: region },
    { name: "AWS_REGION", value: region },
  ];
}

function withToken(pod: KubeObject, token: IdentityToken, variables: readonly EnvVar[]): KubeObject {
  const spec = pod.spec as PodSpec;
  const extend = (container: Container): Container => {
    const present = new Set((container.env ?? []).map(({ name }) => name));
    return {
      ...container,
      env: [...(container.env ?? []), ...variables.filter(({ name }) => !present.has(name))],
      volumeMounts: withNamed(container.volumeMounts, mountOf(token)),
    };
  };
  return {
    ...pod,
    spec: {
      ...spec,
      containers: spec.containers.map(extend),
      ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(extend) }),
      volumes: withNamed(spec.volumes, volumeOf(token)),
    },
  };
}

/** With one more, unless there is one of its name. */
function withNamed<T extends { readonly name: string }>(list: readonly T[] | undefined, one: T): T[] {
  return list?.some(({ name }) => name === one.name) ? [...list] : [...(list ?? []), one];
}

function mountOf({ volume, directory }: IdentityToken) {
  return { name: volume, mountPath: directory, readOnly: true };
}

function volumeOf({ volume, file, audience }: IdentityToken) {
  const serviceAccountToken = { audience, expirationSeconds: EXPIRATION_SECONDS, path: file };
  return { name: volume, projected: { sources: [{ serviceAccountToken }] } };
}
