import type { Manifest } from "../kubernetes/types.ts";

/** What `helm install` knows when it renders a chart. */
export interface ReleaseRequest {
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  /** Values over the chart's defaults, as given. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** A Helm chart that the simulated cloud can install. */
export interface Chart {
  readonly name: string;
  /** Repositories that publish it. */
  readonly repositories: readonly string[];
  /** Chart version to app version. */
  readonly versions: Readonly<Record<string, string>>;
  /** Top-level values that are simulated, for the coverage page. */
  readonly values: readonly string[];
  /** What the chart and its program know and is refused here, by what it is, e.g. `values`: for the coverage page. */
  readonly notSimulated: Readonly<Record<string, readonly string[]>>;
  /** Objects of the `crds/` folder: installed once, never upgraded or deleted by Helm. */
  crds(version: string): readonly Manifest[];
  /** @throws Error in Helm's words when the values are refused; NotSimulated for values that are not modelled. */
  render(release: ReleaseRequest): readonly Manifest[];
}
