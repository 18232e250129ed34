import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { appFieldsTable } from "./app-fields.ts";
import { CHANGES } from "./changes/index.ts";
import { changesList } from "./changes/render.ts";
import { code, fence, PROJECT, type Page } from "./page.ts";

/** Declarations of config keys: https://www.pulumi.com/docs/iac/concepts/projects/project-file/#config-options */
const project = z.object({
  name: z.string(),
  config: z.record(
    z.string(),
    z.object({
      type: z.string(),
      items: z.object({ type: z.string() }).optional(),
      default: z.unknown().optional(),
      description: z.string(),
    }),
  ),
});

type Declaration = z.output<typeof project>["config"][string];

/** How to read the tables of changes. */
const ABOUT_CHANGES = [
  "## What a change does to a living fleet",
  "Under each key stands what becomes of a primary with two members, under load, when one of its fields changes. Every " +
    "row is tried by a test, in the simulated cloud: the update itself, seven hours after it with a pod evicted in each " +
    "cluster, the next update of the members, a further update that has nothing to do, the way back, and the end of all.",
  "- **in place**, **new**, **replaced**, **gone**: types of resources and what becomes of them.\n" +
    "- **then ... follows**: the next update of that stack has this to do, so run it.\n" +
    "- **refused**: before anything is touched. **fails**: in the middle of the update, as AWS or Kubernetes refuses it.\n" +
    "- **during**, **after**, **on the way back**, **in the end**: what clients or operators notice then. Where nothing " +
    "is said no request fails and every cluster answers all the time.",
].join("\n\n");

/** Every key that `Pulumi.yaml` declares. */
export const configurationPage: Page = {
  path: "docs/configuration.md",
  render() {
    const { name, config } = project.parse(parse(readFileSync(new URL("Pulumi.yaml", PROJECT), "utf8")));
    return [
      "# Configuration",
      "Each stack is a file `Pulumi.<stack>.yaml`. [`Pulumi.yaml`](../Pulumi.yaml) declares the keys and their defaults. " +
        "A key that is not known, a wrong value and one that does not fit the stack's role are refused, all in one " +
        "message, before anything is created.",
      fence(
        "yaml",
        `config:\n  aws:region: ap-northeast-2\n  ${name}:role: primary\n  ${name}:clusterName: myeks\n  ${name}:controller:\n    replicas: 3`,
      ),
      `Keys below belong to the project: in a file they are ${code(`${name}:<key>`)}, with \`pulumi config set\` the bare ` +
        "name will do. The region is the AWS provider's own `aws:region`, which every stack sets.",
      ...secrets(name),
      ABOUT_CHANGES,
      ...Object.entries(config).map(([key, declaration]) => describeKey(key, declaration)),
    ].join("\n\n");
  },
};

/** What `--secret` does, and what it cannot do. */
function secrets(project: string): string[] {
  return [
    "## Secrets",
    fence(
      "shell",
      `pulumi config set --secret --path '${project}:nodeGroups[0].initScript' < init.sh\n` +
        `pulumi config set --secret --path ${project}:tags.owner`,
    ),
    "Pulumi tells a program only which keys hold a secret, not where in them. In such a key every text in your own words is " +
      "secret, in states, outputs, previews and messages: scripts, values of tags, labels and taints, descriptions, the " +
      "heading of the page, the path of the health check, configurations of add-ons, variables and files of applications. Names, ids, sizes, blocks and choices " +
      "stay plain, and messages name the path in place of a value. A key that is one identifier (role, clusterName, " +
      "namespace, sharedStack, kubernetesVersion, aws:region) is refused as a secret. AWS and Kubernetes get the values as " +
      "they are: whoever may describe launch templates or tags reads them.",
    "Secret variables and files of an application stand in Secrets of its namespace, and pods refer to them; give a variable " +
      "that is secret under `appOverrides`, so that what `apps` says of commands and routes stays legible.",
    "A living key can be made secret, or plain again: nothing is changed or replaced by it, but variables and files of " +
      "applications move between pod, ConfigMap and Secret, and pods roll over. Pulumi keeps the outputs of what " +
      "did not change, the old plain values among them; `pulumi refresh` after the `pulumi up` reads them anew, as secrets. " +
      "Earlier versions of the state in the backend keep them for ever, so change a secret that was plain once.",
    "`npm run local` decrypts values of a stack whose secrets a passphrase keeps, with PULUMI_CONFIG_PASSPHRASE or " +
      "PULUMI_CONFIG_PASSPHRASE_FILE as for Pulumi itself; its exports and messages show `[secret]` in their place. Other " +
      "backends' secrets it refuses by name.",
  ];
}

function describeKey(key: string, declaration: Declaration): string {
  const type =
    declaration.items === undefined ? declaration.type : `${declaration.type} of ${declaration.items.type}`;
  return [
    `## ${code(key)}`,
    `${type}, ${describeDefault(declaration.default)}`,
    declaration.description,
    ...[appFieldsTable(key)].filter((table) => table !== ""),
    ...[changesList(key, CHANGES) ?? []].flat(),
  ].join("\n\n");
}

function describeDefault(value: unknown): string {
  if (value === undefined) return "required";
  const json = JSON.stringify(value);
  return json.length <= 60 ? `default ${code(json)}` : `default:\n\n${fence("json", json)}`;
}
