import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { NotSimulated } from "../../core/errors.ts";
import type { Properties } from "../../core/resource-type.ts";
import { chartsOf } from "../registry.ts";
import type { Chart } from "../types.ts";

const releaseInputs = z.object({
  name: z.string(),
  namespace: z.string(),
  chart: z.string(),
  version: z.string().optional(),
  values: z.record(z.string(), z.unknown()).default({}),
  repositoryOpts: z
    .object({
      repo: z.string().optional(),
      username: z.string().optional(),
      password: z.string().optional(),
    })
    .optional(),
  atomic: z.boolean().default(false),
  createNamespace: z.boolean().default(false),
  skipAwait: z.boolean().default(false),
  skipCrds: z.boolean().default(false),
  /** Seconds. */
  timeout: z.number().default(0),
});

/** Names of the inputs that are modelled. */
export const RELEASE_INPUTS: readonly string[] = Object.keys(releaseInputs.shape);

/** What a program asks of a release. */
export type ReleaseInputs = z.output<typeof releaseInputs>;

/** Inputs that would change what happens, and are not modelled; all others either are, or change nothing here. */
export const RELEASE_INPUTS_NOT_SIMULATED = [
  "cleanupOnFail",
  "devel",
  "forceUpdate",
  "lint",
  "postrender",
  "recreatePods",
  "replace",
  "reuseValues",
  "valueYamlFiles",
  "verify",
];

/** How long Helm waits unless the release says otherwise. */
export const DEFAULT_TIMEOUT_SECONDS = 300;

/** @throws NotSimulated for inputs that are not modelled. */
export function readRelease(properties: Properties): ReleaseInputs {
  for (const input of RELEASE_INPUTS_NOT_SIMULATED) {
    const value = properties[input];
    if (value !== undefined && value !== false && value !== "") {
      throw new NotSimulated("kubernetes:helm.sh/v3:Release", input);
    }
  }
  return releaseInputs.parse(properties);
}

/** The chart of a release, and the version to install: the given one, else the newest. */
export function chartOf(
  cloud: Cloud,
  { chart, repositoryOpts, version }: Pick<ReleaseInputs, "chart" | "repositoryOpts" | "version">,
): {
  readonly chart: Chart;
  readonly version: string;
} {
  const found = published(cloud, chart, repositoryOpts);
  const chosen = version ?? newest(Object.keys(found.versions));
  if (!(chosen in found.versions)) throw new NotSimulated(`chart ${chart}`, `version ${chosen}`);
  return { chart: found, version: chosen };
}

/** @throws Error in Helm's words where the repository does not let the credentials read. */
function published(cloud: Cloud, chart: string, options: ReleaseInputs["repositoryOpts"]): Chart {
  const isOci = chart.startsWith("oci://");
  const url = isOci ? chart.slice(0, chart.lastIndexOf("/")) : options?.repo?.replace(/\/+$/, "");
  const charts = chartsOf(cloud);
  const mirror = url === undefined ? undefined : charts.mirrors.find(url);
  if (mirror === undefined) return charts.find(chart, url);
  const { username, password } = mirror;
  // Of a registry Helm knows what `helm registry login` has left: https://github.com/pulumi/pulumi-kubernetes/issues/1914
  if (!isOci && (username !== options?.username || password !== options?.password)) {
    throw new Error(
      `looks like "${mirror.url}" is not a valid chart repository or cannot be reached: failed to fetch ${mirror.url}/index.yaml : 401 Unauthorized`,
    );
  }
  return charts.find(chart);
}

function newest(versions: readonly string[]): string {
  return [...versions].sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1) ?? "";
}
