import { operations } from "../sim/aws/operations.ts";
import { addonDefinitions } from "../sim/aws/eks/addons/registry.ts";
import { addonVersions } from "../sim/aws/eks/addons/versions.ts";
import { kubernetesVersions } from "../sim/aws/eks/kubernetes-versions.ts";
import { simulated } from "../sim/catalog.ts";
import { CHARTS } from "../sim/charts/registry.ts";
import type { Chart } from "../sim/charts/types.ts";
import { simulatedImages } from "../sim/images/registry.ts";
import { builtInKinds, kindsNotSimulated } from "../sim/kubernetes/api/kinds.ts";
import { RELEASE_INPUTS_NOT_SIMULATED } from "../sim/kubernetes/pulumi/helm/release-inputs.ts";
import { bullet, code, codes, type Page } from "./page.ts";

/** Everything that the simulated cloud knows, from the registries that it looks things up in itself. */
export const coveragePage: Page = {
  path: "sim/COVERAGE.md",
  render() {
    const { resources, functions, components } = simulated();
    return [
      "# What the simulated cloud covers",
      "Anything that is not listed here fails with `NotSimulated` and its name: a type, a function, an input, an operation, " +
        "a chart, a chart value, a chart's image. Inputs are checked one by one; each type's own file declares those it takes.",
      "## Pulumi resource types",
      byModule(resources),
      "Besides these: every kind that a CustomResourceDefinition in the cluster declares, and patches (`…Patch`) of all kinds.",
      "## Pulumi functions",
      byModule(functions),
      "## Remote components",
      components.map((token) => bullet(code(token))).join("\n"),
      "## AWS operations",
      "Each is journalled, authorised by IAM, and then carried out, whoever calls: Pulumi, EKS, or a controller in a pod.",
      Object.entries(operations)
        .map(([service, known]) => counted(service, Object.keys(known).sort()))
        .join("\n"),
      "## Kubernetes",
      bullet(`EKS versions: ${codes(kubernetesVersions)}`),
      "Kinds that each cluster serves:",
      grouped(builtInKinds.keys(), groupOfKind, kindOf),
      "Kinds of real clusters that are not simulated:",
      grouped(kindsNotSimulated, groupOfKind, kindOf),
      "## EKS add-ons",
      addonDefinitions.map(({ name }) => bullet(describeAddon(name))).join("\n"),
      "## Helm charts",
      ...CHARTS.map(describeChart),
      `Inputs of \`kubernetes:helm.sh/v3:Release\` that are not simulated: ${codes(RELEASE_INPUTS_NOT_SIMULATED)}.`,
      "## Images",
      "For all others a stand-in answers, which every result names.",
      simulatedImages()
        .map((image) => bullet(code(image)))
        .join("\n"),
    ].join("\n\n");
  },
};

function describeAddon(name: string): string {
  const versions = new Set(
    kubernetesVersions.flatMap((kubernetes) => addonVersions(name, kubernetes, Infinity)),
  );
  return `${code(name)}: ${codes([...versions].sort())}`;
}

function describeChart(chart: Chart): string {
  const versions = Object.entries(chart.versions).map(([version, app]) => `${version} (${app})`);
  return [
    `### ${chart.name}`,
    `Versions ${versions.join(", ")}, from ${chart.repositories.join(", ")}. Simulated is all but the following, which is ` +
      "refused unless it has its default.",
    Object.entries(chart.notSimulated)
      .map(([what, names]) => bullet(`${what}: ${codes([...names].sort())}`))
      .join("\n"),
  ].join("\n\n");
}

/** `aws:ec2/vpc:Vpc` under `aws:ec2`, `kubernetes:core/v1:Service` under `kubernetes:core/v1`. */
function byModule(tokens: readonly string[]): string {
  return grouped(
    tokens,
    (token) => {
      const [packageName, module = ""] = token.split(":");
      return `${packageName}:${packageName === "kubernetes" ? module : module.split("/")[0]}`;
    },
    (token) => token.split(":").at(-1)!,
  );
}

function groupOfKind(gvk: string): string {
  return gvk.slice(0, gvk.lastIndexOf("/"));
}

function kindOf(gvk: string): string {
  return gvk.slice(gvk.lastIndexOf("/") + 1);
}

function grouped(
  entries: Iterable<string>,
  groupOf: (entry: string) => string,
  nameOf: (entry: string) => string,
): string {
  return [...Map.groupBy(entries, groupOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, members]) => counted(group, members.map(nameOf).sort()))
    .join("\n");
}

function counted(group: string, names: readonly string[]): string {
  return bullet(`**${group}** (${names.length}): ${codes(names)}`);
}
