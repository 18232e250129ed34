import { NotSimulated } from "../../core/errors.ts";
import type { Chart } from "../types.ts";
import { describeRelease, manifests } from "./templates.ts";
import { resolveValues, VALUES, VALUES_NOT_SIMULATED } from "./values.ts";

/** What the versions of the chart run. */
const APP_VERSIONS: Readonly<Record<string, string>> = { "1.22.0": "0.22.0" };

/**
 * The Helm chart of ExternalDNS.
 *
 * Facts: https://github.com/kubernetes-sigs/external-dns/tree/external-dns-helm-chart-1.22.0/charts/external-dns
 */
export const externalDnsChart: Chart = {
  name: "external-dns",
  repositories: ["https://kubernetes-sigs.github.io/external-dns"],
  versions: APP_VERSIONS,
  values: VALUES,
  notSimulated: { values: VALUES_NOT_SIMULATED },

  /** Those of sources that are not simulated are left out. */
  crds: () => [],

  render(request) {
    const appVersion = APP_VERSIONS[request.version];
    if (appVersion === undefined) throw new NotSimulated(`chart external-dns ${request.version}`);
    return manifests(describeRelease(request, appVersion, resolveValues(request.values)));
  },
};
