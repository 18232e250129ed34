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

/** Chart versions that are simulated, with the controller's version of each. */
const VERSIONS: Readonly<Record<string, string>> = { "3.5.0": "v3.5.0" };

/**
 * The Helm chart of AWS Load Balancer Controller.
 *
 * Facts: https://github.com/kubernetes-sigs/aws-load-balancer-controller/tree/v3.5.0/helm/aws-load-balancer-controller
 */
export const awsLoadBalancerControllerChart: Chart = {
  name: "aws-load-balancer-controller",
  repositories: ["https://aws.github.io/eks-charts"],
  versions: VERSIONS,
  notSimulated: {
    values: VALUES_NOT_SIMULATED,
    flags: Object.keys(FLAGS_NOT_SIMULATED).map((name) => `--${name}`),
    "feature gates": GATES_NOT_SIMULATED,
    "Ingress annotations": ANNOTATIONS_NOT_SIMULATED,
  },

  crds: (version) => readCrds(appVersionOf(version)),

  render(request) {
    const release = describeRelease(request, appVersionOf(request.version), resolveValues(request.values));
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
  const appVersion = VERSIONS[version];
  if (appVersion === undefined) {
    throw new NotSimulated(`chart aws-load-balancer-controller ${version}`);
  }
  return appVersion;
}
