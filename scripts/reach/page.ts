import { addonVersions } from "../../sim/aws/eks/addons/versions.ts";
import { kubernetesVersions } from "../../sim/aws/eks/kubernetes-versions.ts";
import type { Chart } from "../../sim/charts/types.ts";
import { kindsNotSimulated } from "../../sim/kubernetes/api/kinds.ts";
import { RELEASE_INPUTS_NOT_SIMULATED } from "../../sim/charts/helm/release-inputs.ts";
import { charts } from "../../sim/services.ts";
import { bullet, code, codes, type Page } from "../page.ts";
import { item, knownNames, type Sort } from "./known.ts";
import { reachedBy } from "./reached-by.ts";

/** Everything that the simulated cloud knows, from the registries that it looks things up in itself, and who reaches it. */
export const coveragePage: Page = {
  path: "sim/COVERAGE.md",
  render: () =>
    [
      "# What the simulated cloud covers",
      "Anything that is not listed here fails with `NotSimulated` and its name: a type, a function, an input, an operation, " +
        "a chart, a chart value, a chart's image. Inputs are checked one by one; each type's own file declares those it takes.",
      "_Reached by_ names the first that was seen to reach it: `npm run local` with the repository's stacks, a change of a " +
        "configuration field, an example, a drill, `pulumi refresh`, an upgrade, or a page that says what to type. What none of " +
        "them reaches says why it is there.",
      "## Pulumi resource types",
      table("type"),
      "Besides these: every kind below and every kind that a CustomResourceDefinition in the cluster declares, and patches " +
        "(`…Patch`) of all kinds.",
      "## Pulumi functions",
      table("function"),
      "## Remote components",
      table("component"),
      "## AWS operations",
      "Each is journalled, authorised by IAM, and then carried out, whoever calls: Pulumi, EKS, or a controller in a pod.",
      table("operation"),
      "## Kubernetes",
      bullet(`EKS versions: ${codes(kubernetesVersions)}`),
      "Kinds that each cluster serves:",
      table("kind"),
      `Kinds of real clusters that are not simulated: ${codes([...kindsNotSimulated].sort())}.`,
      "## EKS add-ons",
      table("add-on"),
      knownNames("add-on")
        .map((name) => bullet(describeAddon(name)))
        .join("\n"),
      "## Helm charts",
      ...charts.map(describeChart),
      table("chart value"),
      `Inputs of \`kubernetes:helm.sh/v3:Release\` that are not simulated: ${codes(RELEASE_INPUTS_NOT_SIMULATED)}.`,
      "## Images",
      "For all others a stand-in answers, which every result names.",
      table("image"),
    ].join("\n\n"),
};

function table(sort: Sort): string {
  const reached = reachedBy();
  const rows = knownNames(sort).map((name) => `| ${code(name)} | ${reached.get(item(sort, name)) ?? ""} |`);
  return [`| ${sort} | reached by |`, "| --- | --- |", ...rows].join("\n");
}

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
    `Versions ${versions.join(", ")}, from ${chart.repositories.join(", ")}. Refused unless it has its default is:`,
    Object.entries(chart.notSimulated)
      .map(([what, names]) => bullet(`${what}: ${codes([...names].sort())}`))
      .join("\n"),
    "Values that are simulated, each with all that is in it but for the above:",
  ].join("\n\n");
}
