import { NotSimulated } from "../../core/errors.ts";
import type { Chart } from "../types.ts";
import { ANNOTATIONS_NOT_SIMULATED } from "./controller/ingress/model/load-balancer.ts";
import { FLAGS_NOT_SIMULATED, GATES_NOT_SIMULATED } from "./controller/process/flags.ts";
import { readCrds } from "./crds.ts";
import { rbac, serviceAccount } from "./templates/access.ts";
import { ingressClass, podDisruptionBudget } from "./templates/classes.ts";
import { deployment } from "./templates/deployment.ts";
import { describeRelease } from "./templates/release.ts";
import { webhooks } from "./templates/webhooks.ts";
import { resolveValues, VALUES_NOT_SIMULATED } from "./values.ts";

/** What the versions of the chart differ in; their templates and all other values are the same. */
const VERSIONS: Readonly<Record<string, { readonly appVersion: string; readonly crds: string }>> = {
  "3.4.3": { appVersion: "v3.4.3", crds: "v3.4.3.yaml" },
  // Its crds/crds.yaml is that of 3.4.3, byte for byte; only Gateway API kinds, in a file of their own, differ.
  "3.5.0": { appVersion: "v3.5.0", crds: "v3.4.3.yaml" },
};

/**
 * The Helm chart of AWS Load Balancer Controller.
 *
 * Facts: https://github.com/kubernetes-sigs/aws-load-balancer-controller/tree/v3.5.0/helm/aws-load-balancer-controller
 */
export const awsLoadBalancerControllerChart: Chart = {
  name: "aws-load-balancer-controller",
  repositories: ["https://aws.github.io/eks-charts"],
  versions: Object.fromEntries(
    Object.entries(VERSIONS).map(([version, { appVersion }]) => [version, appVersion]),
  ),
  notSimulated: {
    values: VALUES_NOT_SIMULATED,
    flags: Object.keys(FLAGS_NOT_SIMULATED).map((name) => `--${name}`),
    "feature gates": GATES_NOT_SIMULATED,
    "Ingress annotations": ANNOTATIONS_NOT_SIMULATED,
  },

  crds: (version) => readCrds(contentOf(version).crds),

  render(request) {
    const { appVersion } = contentOf(request.version);
    const release = describeRelease(request, appVersion, resolveValues(request.values, appVersion));
    return [
      ...serviceAccount(release),
      ...rbac(release),
      ...webhooks(release),
      ...podDisruptionBudget(release),
      deployment(release),
      ...ingressClass(release),
    ];
  },
};

function contentOf(version: string) {
  const content = VERSIONS[version];
  if (content === undefined) throw new NotSimulated(`chart aws-load-balancer-controller ${version}`);
  return content;
}
