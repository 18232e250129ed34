import { stringify } from "yaml";
import type { Properties } from "../../core/resource-type.ts";

/** The cluster that a node is to join. */
export interface NodeClusterFacts {
  readonly name: string;
  readonly endpoint: string;
  /** Base64. */
  readonly certificateAuthority: string;
  readonly serviceCidr: string;
}

export interface NodeUserDataArgs {
  readonly cluster: NodeClusterFacts;
  /** Replaces everything else. */
  readonly userData?: string | undefined;
  readonly kubeletExtraArgs?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly taints?: readonly NodeGroupTaint[] | undefined;
  /** Further MIME parts. */
  readonly nodeadmExtraOptions?: readonly MimePart[] | undefined;
}

export interface NodeGroupTaint {
  readonly key: string;
  readonly value?: string;
  /** `NO_SCHEDULE`, `NO_EXECUTE`, `PREFER_NO_SCHEDULE`. */
  readonly effect: string;
}

export interface MimePart {
  readonly contentType: string;
  readonly content: string;
}

/**
 * User data of an AL2023 node as the component writes it (`nodejs/eks/nodes/userdata.ts` in 4.3.0): a MIME
 * document of nodeadm configurations, which the node merges in order.
 */
export function createNodeUserData(args: NodeUserDataArgs): string {
  if (args.userData) return args.userData;
  const flags = kubeletFlags(args);
  return mimeDocument([
    nodeConfig({
      cluster: {
        name: args.cluster.name,
        apiServerEndpoint: args.cluster.endpoint,
        certificateAuthority: args.cluster.certificateAuthority,
        cidr: args.cluster.serviceCidr,
      },
    }),
    ...(flags.length > 0 ? [nodeConfig({ kubelet: { flags } })] : []),
    ...(args.nodeadmExtraOptions ?? []),
  ]);
}

function nodeConfig(spec: Properties): MimePart {
  const document = { apiVersion: "node.eks.aws/v1alpha1", kind: "NodeConfig", spec };
  return { contentType: "application/node.eks.aws", content: `---\n${stringify(document)}` };
}

function mimeDocument(parts: readonly MimePart[]): string {
  const boundary = "BOUNDARY";
  const header = `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${boundary}"\n\n`;
  const body = parts.map(
    ({ contentType, content }) => `--${boundary}\nContent-Type: ${contentType}\n\n${content}\n`,
  );
  return `${header}${body.join("")}--${boundary}--\n`;
}

/** EKS does not tell nodes of a custom image their labels and taints, so the component does. */
function kubeletFlags({ kubeletExtraArgs, labels = {}, taints = [] }: NodeUserDataArgs): string[] {
  const nodeLabels = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const nodeTaints = taints.map(
    ({ key, value, effect }) => `${key}${value ? `=${value}` : ""}:${kubernetesEffect(effect)}`,
  );
  return [
    ...(kubeletExtraArgs ? kubeletExtraArgs.split(" ") : []),
    ...(nodeLabels.length > 0 ? [`--node-labels=${nodeLabels.join(",")}`] : []),
    ...(nodeTaints.length > 0 ? [`--register-with-taints=${nodeTaints.join(",")}`] : []),
  ];
}

function kubernetesEffect(effect: string): string {
  const effects: Readonly<Record<string, string>> = {
    NO_SCHEDULE: "NoSchedule",
    NO_EXECUTE: "NoExecute",
    PREFER_NO_SCHEDULE: "PreferNoSchedule",
  };
  const found = effects[effect];
  if (found === undefined) {
    throw new Error(`Invalid taint effect: ${effect}. Must be one of ${Object.keys(effects).join(", ")}.`);
  }
  return found;
}
