import type { Cloud } from "../../../core/cloud.ts";
import type { Container, Pod } from "../../../kubernetes/objects.ts";
import type { KubeObject, PodCredentials } from "../../../kubernetes/types.ts";
import type { Caller } from "../../../core/caller.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";
import { sessionCaller } from "../../sts/session.ts";
import { encodeWebIdentityToken } from "../../sts/web-identity-token.ts";
import { nodeCaller } from "../nodes/boot.ts";
import { effectiveAssociation } from "../pod-identity-association.ts";
import { eksState } from "../state.ts";
import { canReachMetadata, instanceOf, readMetadata } from "./instance-metadata.ts";
import { isAgentReady } from "./pod-identity-agent.ts";
import { POD_IDENTITY_URI, webIdentityToken, withPodIdentity, withWebIdentity } from "./webhook.ts";

/** How long before their end an SDK renews credentials. */
const RENEWAL_MS = 5 * 60_000;

interface Session {
  readonly caller: Caller;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** How pods of an EKS cluster get AWS credentials. */
export class EksPodCredentials implements PodCredentials {
  readonly #cloud: Cloud;
  readonly #clusterName: string;
  /** Credentials that pods' SDKs keep, by pod uid. */
  readonly #sessions = new Map<string, Session>();

  constructor(cloud: Cloud, clusterName: string) {
    this.#cloud = cloud;
    this.#clusterName = clusterName;
  }

  /** A Pod Identity association is preferred to the annotation of a service account that has both. */
  mutatePod(pod: KubeObject): KubeObject {
    const { namespace = "default" } = pod.metadata;
    const name = serviceAccountOf(pod);
    if (effectiveAssociation(this.#cloud, this.#clusterName, namespace, name) !== undefined) {
      return withPodIdentity(pod, this.#cloud.region);
    }
    const account = clustersOf(this.#cloud)
      .get(this.#clusterName)
      ?.api.find("v1/ServiceAccount", namespace, name);
    const annotations = account?.metadata.annotations ?? {};
    const roleArn = annotations["eks.amazonaws.com/role-arn"];
    if (roleArn === undefined) return pod;
    const audience = annotations["eks.amazonaws.com/audience"] ?? webIdentityToken.audience;
    return withWebIdentity(pod, this.#cloud.region, roleArn, audience);
  }

  credentials(object: KubeObject): Caller {
    const pod = object as Pod;
    const kept = this.#sessions.get(pod.metadata.uid);
    if (kept !== undefined && kept.expiresAt - RENEWAL_MS > this.#cloud.clock.now()) return kept.caller;
    const session = this.#newSession(pod);
    this.#sessions.set(pod.metadata.uid, session);
    return session.caller;
  }

  instanceMetadata(object: KubeObject, path: string): string {
    const pod = object as Pod;
    return readMetadata(this.#cloud, instanceOf(this.#cloud, this.#clusterName, pod), pod, path);
  }

  /** The order is that of the SDKs' default chain. */
  #newSession(pod: Pod): Session {
    const [container] = pod.spec.containers;
    const roleArn = variable(container, "AWS_ROLE_ARN");
    if (roleArn !== undefined && variable(container, "AWS_WEB_IDENTITY_TOKEN_FILE") !== undefined) {
      return this.#fromSts(pod, roleArn);
    }
    if (variable(container, "AWS_CONTAINER_CREDENTIALS_FULL_URI") === POD_IDENTITY_URI) {
      return this.#fromPodIdentityAgent(pod);
    }
    return this.#fromInstance(pod);
  }

  #fromSts(pod: Pod, RoleArn: string): Session {
    this.#checkReach(pod, "sts", "AssumeRoleWithWebIdentity");
    const assumed = this.#cloud.call(
      { kind: "anonymous", arn: serviceAccountSubject(pod) },
      "sts",
      "AssumeRoleWithWebIdentity",
      {
        RoleArn,
        // SDKs take the time in nanoseconds where AWS_ROLE_SESSION_NAME is not given.
        RoleSessionName: `${this.#cloud.clock.now()}000000`,
        WebIdentityToken: this.#token(pod, webIdentityToken.volume),
      },
    );
    return { caller: sessionCaller(assumed), expiresAt: Date.parse(assumed.Expiration) };
  }

  #fromPodIdentityAgent(pod: Pod): Session {
    const api = clustersOf(this.#cloud).get(this.#clusterName)?.api;
    if (api === undefined || !isAgentReady(api, pod.spec.nodeName ?? "")) {
      throw new Error(
        `failed to load credentials, exceeded maximum number of attempts, 3, request send failed, Get "${POD_IDENTITY_URI}": dial tcp 169.254.170.23:80: connect: connection refused`,
      );
    }
    this.#checkReach(pod, "eks-auth", "AssumeRoleForPodIdentity");
    // The agent on the node asks with the node's role.
    const agent = nodeCaller(this.#cloud, instanceOf(this.#cloud, this.#clusterName, pod));
    const { caller, expiration } = this.#cloud.call(agent, "eks-auth", "AssumeRoleForPodIdentity", {
      clusterName: this.#clusterName,
      token: this.#token(pod, "eks-pod-identity-token"),
      pod: { name: pod.metadata.name, uid: pod.metadata.uid },
    });
    return { caller, expiresAt: Date.parse(expiration) };
  }

  /** @throws Error in the words of the AWS SDK for Go. */
  #checkReach(pod: Pod, service: string, action: string): void {
    const outbound = clustersOf(this.#cloud).get(this.#clusterName)?.outbound;
    const obstacle = outbound?.serviceObstacle(pod.spec.nodeName ?? "", service);
    if (obstacle === undefined) return;
    throw new Error(
      `operation error ${service}: ${action}, exceeded maximum number of attempts, 3, request send failed, ${obstacle}`,
    );
  }

  #fromInstance(pod: Pod): Session {
    const instance = instanceOf(this.#cloud, this.#clusterName, pod);
    if (!canReachMetadata(instance, pod)) {
      throw new Error(
        "no EC2 IMDS role found, operation error ec2imds: GetMetadata, canceled, context deadline exceeded",
      );
    }
    return { caller: nodeCaller(this.#cloud, instance), expiresAt: this.#cloud.clock.now() + 6 * 3_600_000 };
  }

  /** The service account token that a volume of the pod projects. */
  #token(pod: Pod, volumeName: string): string {
    const volume = pod.spec.volumes?.find(({ name }) => name === volumeName);
    const source = volume?.projected?.sources.find(
      ({ serviceAccountToken }) => serviceAccountToken !== undefined,
    );
    const audience = source?.serviceAccountToken?.audience;
    if (audience === undefined) {
      throw new Error("failed to retrieve jwt from provided source, no such file or directory");
    }
    const { issuer } = eksState(this.#cloud).clusters.get(this.#clusterName).identity.oidc;
    return encodeWebIdentityToken({ iss: issuer, sub: serviceAccountSubject(pod), aud: [audience] });
  }
}

function serviceAccountOf(pod: KubeObject): string {
  return (pod as Pod).spec.serviceAccountName ?? "default";
}

function serviceAccountSubject(pod: KubeObject): string {
  return `system:serviceaccount:${pod.metadata.namespace ?? "default"}:${serviceAccountOf(pod)}`;
}

function variable(container: Container | undefined, name: string): string | undefined {
  return container?.env?.find((entry) => entry.name === name)?.value;
}
