import { lbcGatewayCrds } from "../../../facts/gateway-crds.ts";
import { lbcCrds } from "../../../facts/lbc-crds.ts";
import { NotSimulated } from "../../core/errors.ts";
import type { Chart } from "../types.ts";
import { ANNOTATIONS_NOT_SIMULATED } from "./controller/ingress/model/load-balancer.ts";
import { FLAGS_NOT_SIMULATED, GATES_NOT_SIMULATED } from "./controller/process/flags.ts";
import { rbac, serviceAccount } from "./templates/access.ts";
import { ingressClass, podDisruptionBudget } from "./templates/classes.ts";
import { deployment } from "./templates/deployment.ts";
import { describeRelease } from "./templates/release.ts";
import { webhooks } from "./templates/webhooks.ts";
import { resolveValues, VALUES, VALUES_NOT_SIMULATED } from "./values.ts";

/** The releases of the controller that the versions of the chart run; templates and all other values are the same. */
const APP_VERSIONS: Readonly<Record<string, string>> = { "3.4.3": "v3.4.3", "3.5.0": "v3.5.0" };

/**
 * The Helm chart of AWS Load Balancer Controller.
 *
 * Facts: https://github.com/kubernetes-sigs/aws-load-balancer-controller/tree/v3.5.0/helm/aws-load-balancer-controller
 */
export const awsLoadBalancerControllerChart: Chart = {
  name: "aws-load-balancer-controller",
  repositories: ["https://aws.github.io/eks-charts"],
  versions: APP_VERSIONS,
  values: VALUES,
  notSimulated: {
    values: VALUES_NOT_SIMULATED,
    flags: Object.keys(FLAGS_NOT_SIMULATED).map((name) => `--${name}`),
    "feature gates": GATES_NOT_SIMULATED,
    "Ingress annotations": ANNOTATIONS_NOT_SIMULATED,
  },

  /** Helm installs them once and neither upgrades nor deletes them. Those of the Gateway API itself are not the chart's. */
  crds(version) {
    appVersionOf(version);
    return [...lbcCrds(version), ...lbcGatewayCrds(version)].map((definition) => ({ ...definition }));
  },

  render(request) {
    const appVersion = appVersionOf(request.version);
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

function appVersionOf(version: string): string {
  const appVersion = APP_VERSIONS[version];
  if (appVersion === undefined) throw new NotSimulated(`chart aws-load-balancer-controller ${version}`);
  return appVersion;
}
