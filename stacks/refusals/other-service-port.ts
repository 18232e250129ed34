import * as aws from "@pulumi/aws";
import { ifThere } from "../../components/shared/if-there.ts";
import { own } from "../../components/shared/own.ts";
import { pathOf, type AppConfig } from "../apps/app.ts";
import { hasGroups } from "../apps/ownership.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { SharedTargetGroup } from "../contract/shared-app.ts";
import { told } from "../living/told.ts";
import { otherClustersIn } from "../living/clusters-in.ts";
import { groupsBefore } from "../living/shared-before.ts";
import type { Outputs } from "../living/own-outputs.ts";

/**
 * The controller's tag of what it makes for a backend of an Ingress: `namespace/ingress-service:port`. What it makes for a
 * Gateway goes by the port of the pods, and stays.
 */
const RESOURCE_TAG = "ingress.k8s.aws/resource";

/**
 * Ports of Services that are others than those for which the controller made target groups: it would make another one for
 * another port, and other clusters are bound to the one that goes.
 */
export async function otherServicePorts(config: OwnerConfig, outputs: Outputs): Promise<ConfigProblem[]> {
  const groups = groupsBefore(outputs);
  const apps = config.apps.filter((app) => hasGroups(config, app));
  const found = await Promise.all(apps.map((app) => problemsOf(config, app, own(groups, app.name) ?? [])));
  return found.flat();
}

async function problemsOf(
  config: OwnerConfig,
  app: AppConfig,
  groups: readonly SharedTargetGroup[],
): Promise<ConfigProblem[]> {
  const { key, port } = servicePort(app);
  const made = groups.filter(({ kind }) => kind === "controller");
  const before = await Promise.all(made.map(({ arn }) => portBefore(app.name, arn)));
  const other = before.find((one) => one !== undefined && one !== port);
  if (other === undefined) return [];
  const clusters = await otherClustersIn(config, app.name, made);
  if (clusters.length === 0) return [];
  const reason =
    `is ${port} and was ${other}, but ${app.name} has pods in ${clusters.join(", ")}; set it back, ` +
    "describe it under another name beside this one, move the routes, and retire this one";
  return [{ path: pathOf(app, key), reason }];
}

function servicePort({ entry }: AppConfig): { readonly key: string; readonly port: number } {
  return entry.external?.service === undefined
    ? { key: "service.port", port: entry.service?.port ?? 80 }
    : { key: "external.servicePort", port: entry.external.servicePort ?? 80 };
}

/** The port for which a target group was made; undefined where its tags do not say. */
async function portBefore(app: string, arn: string): Promise<number | undefined> {
  const group = await told(`which port of ${app} is served`, ifThere(aws.lb.getTargetGroup({ arn })));
  const [, port] = /:(\d+)$/.exec(group?.tags[RESOURCE_TAG] ?? "") ?? [];
  return port === undefined ? undefined : Number(port);
}
