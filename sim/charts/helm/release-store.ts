/** Where Helm keeps its releases: one Secret for each revision, in the release's namespace. */
import { z } from "zod";
import type { KubernetesApi, Manifest } from "../../kubernetes/types.ts";
import { fieldManagers } from "../../kubernetes/field-managers.ts";

export type ReleaseStatus = "deployed" | "failed" | "superseded";

/** One revision of a release. */
export interface ReleaseRecord {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: ReleaseStatus;
  readonly chart: string;
  readonly version: string;
  readonly appVersion: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Rendered objects in the order of their installation. */
  readonly manifests: readonly Manifest[];
}

const SECRET = "v1/Secret";

const recordSchema = z.object({
  name: z.string(),
  namespace: z.string(),
  revision: z.number(),
  status: z.enum(["deployed", "failed", "superseded"]),
  chart: z.string(),
  version: z.string(),
  appVersion: z.string(),
  values: z.record(z.string(), z.unknown()),
  manifests: z.array(z.custom<Manifest>((value) => typeof value === "object" && value !== null)),
});

/** The newest revision; undefined when there is no such release. */
export function lastRelease(api: KubernetesApi, namespace: string, name: string): ReleaseRecord | undefined {
  const labels = { owner: "helm", name };
  const revisions = api
    .views(SECRET, { namespace, labels })
    .map((secret) => decode(secret.data?.["release"]));
  return revisions.sort((a, b) => a.revision - b.revision).at(-1);
}

/** Writes a revision, or its new status. */
export function storeRelease(api: KubernetesApi, record: ReleaseRecord): void {
  const { name, namespace, revision, status } = record;
  const secret: Manifest = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: secretName(name, revision),
      namespace,
      labels: { owner: "helm", name, status, version: String(revision) },
    },
    type: "helm.sh/release.v1",
    data: { release: Buffer.from(JSON.stringify(record)).toString("base64") },
  };
  const present = api.find(SECRET, namespace, secret.metadata.name!);
  const client = api.as(fieldManagers.helm);
  if (present === undefined) client.create(secret);
  else client.update({ ...present, ...secret, metadata: { ...present.metadata, ...secret.metadata } });
}

/** Forgets all revisions. */
export function forgetRelease(api: KubernetesApi, namespace: string, name: string): void {
  for (const { metadata } of api.list(SECRET, { namespace, labels: { owner: "helm", name } })) {
    api.delete(SECRET, namespace, metadata.name);
  }
}

function secretName(name: string, revision: number): string {
  return `sh.helm.release.v1.${name}.v${revision}`;
}

function decode(data: unknown): ReleaseRecord {
  return recordSchema.parse(JSON.parse(Buffer.from(String(data), "base64").toString()));
}
