import { parseAllDocuments } from "yaml";
import { z } from "zod";

/** What a node's user data asks nodeadm for. */
export interface NodeUserData {
  /** The cluster to join, where the user data names it. */
  readonly clusterName?: string;
  /** What the configurations say; `--max-pods` outranks it. */
  readonly maxPods?: number;
  /** The kubelet's flag `--max-pods`. */
  readonly maxPodsFlag?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
}

/** https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/ */
const nodeConfigSchema = z.looseObject({
  kind: z.literal("NodeConfig"),
  spec: z
    .looseObject({
      cluster: z.looseObject({ name: z.string() }).partial(),
      kubelet: z
        .looseObject({
          config: z.looseObject({ maxPods: z.int() }).partial(),
          flags: z.array(z.string()),
        })
        .partial(),
    })
    .partial(),
});

type NodeConfig = z.output<typeof nodeConfigSchema>;

/**
 * Reads the nodeadm configurations in an instance's user data; later ones complete earlier ones. Scripts are
 * passed over: they do not run here.
 *
 * @param userData base64.
 * @throws Error in nodeadm's manner when a configuration cannot be read.
 */
export function parseUserData(userData: string | undefined): NodeUserData {
  const configs = nodeConfigs(Buffer.from(userData ?? "", "base64").toString("utf8"));
  const flags = configs.flatMap(({ spec }) => spec.kubelet?.flags ?? []);
  const clusterName = configs.map(({ spec }) => spec.cluster?.name).findLast((name) => name !== undefined);
  const maxPods = configs
    .map(({ spec }) => spec.kubelet?.config?.maxPods)
    .findLast((value) => value !== undefined);
  const maxPodsFlag = numberFlag(flags, "--max-pods");
  return {
    ...(clusterName === undefined ? {} : { clusterName }),
    ...(maxPods === undefined ? {} : { maxPods }),
    ...(maxPodsFlag === undefined ? {} : { maxPodsFlag }),
    labels: Object.fromEntries(listFlag(flags, "--node-labels").map(splitPair)),
    taints: listFlag(flags, "--register-with-taints").map(parseTaint),
  };
}

function nodeConfigs(text: string): NodeConfig[] {
  return partsOf(text)
    .filter(({ contentType }) => contentType.startsWith("application/node.eks.aws"))
    .flatMap(({ content }) => parseAllDocuments(content))
    .map((document) => document.toJS() as unknown)
    .filter((value) => value !== null)
    .map((value) => {
      const parsed = nodeConfigSchema.safeParse(value);
      if (!parsed.success) {
        throw new Error(`nodeadm: could not decode NodeConfig: ${z.prettifyError(parsed.error)}`);
      }
      return parsed.data;
    });
}

/** The parts of a MIME document; a bare nodeadm configuration is one part. */
function partsOf(text: string): { contentType: string; content: string }[] {
  const boundary = /^Content-Type:\s*multipart\/mixed;\s*boundary="?([^"\r\n]+)"?/im.exec(text)?.[1];
  if (boundary === undefined) {
    const isNodeConfig = /^kind:\s*NodeConfig\s*$/m.test(text);
    return isNodeConfig ? [{ contentType: "application/node.eks.aws", content: text }] : [];
  }
  return text
    .split(`--${boundary}`)
    .slice(1)
    .map((part) => {
      const [head = "", ...rest] = part.trimStart().split(/\r?\n\r?\n/);
      const contentType = /^Content-Type:\s*(\S+)/im.exec(head)?.[1] ?? "";
      return { contentType: contentType.replace(/;$/, ""), content: rest.join("\n\n") };
    });
}

function flagValue(flags: readonly string[], name: string): string | undefined {
  return flags.findLast((flag) => flag.startsWith(`${name}=`))?.slice(name.length + 1);
}

function numberFlag(flags: readonly string[], name: string): number | undefined {
  const value = flagValue(flags, name);
  return value === undefined ? undefined : Number(value);
}

function listFlag(flags: readonly string[], name: string): string[] {
  return (flagValue(flags, name) ?? "").split(",").filter((item) => item !== "");
}

function splitPair(pair: string): [string, string] {
  const [key = "", value = ""] = pair.split("=");
  return [key, value];
}

/** `key=value:Effect` or `key:Effect` */
function parseTaint(text: string): { key: string; value: string; effect: string } {
  const [pair = "", effect = ""] = text.split(":");
  const [key, value] = splitPair(pair);
  return { key, value, effect };
}
