import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
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
      ...Object.entries(config).map(([key, declaration]) => describeKey(key, declaration)),
    ].join("\n\n");
  },
};

function describeKey(key: string, declaration: Declaration): string {
  const type =
    declaration.items === undefined ? declaration.type : `${declaration.type} of ${declaration.items.type}`;
  return [
    `## ${code(key)}`,
    `${type}, ${describeDefault(declaration.default)}`,
    declaration.description,
  ].join("\n\n");
}

function describeDefault(value: unknown): string {
  if (value === undefined) return "required";
  const json = JSON.stringify(value);
  return json.length <= 60 ? `default ${code(json)}` : `default:\n\n${fence("json", json)}`;
}
