/** The part of a package's schema that the engine needs to write programs for what `pulumi import` found. */
import { resourceType, simulated } from "../../catalog.ts";

/** As https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/ describes it. */
interface PackageSchema {
  readonly name: string;
  readonly version: string;
  /** Which part of a type token is the module that programs name. */
  readonly meta: { readonly moduleFormat: string };
  readonly language: { readonly nodejs: { readonly moduleToPackage: Readonly<Record<string, string>> } };
  readonly resources: Readonly<Record<string, ResourceSchema>>;
}

interface ResourceSchema {
  readonly inputProperties: Readonly<Record<string, typeof ANY>>;
}

/** Values are written as they are, whatever their type. */
const ANY = { $ref: "pulumi.json#/Any" };

/** Module `ec2` of `aws:ec2/vpc:Vpc`; Kubernetes' modules, `apps/v1`, have no such suffix. */
const MODULE_FORMATS: Readonly<Record<string, string>> = { aws: "(.*)(?:/[^/]*)" };

/** The types of a package that have inputs of known names, with these alone. */
export function packageSchema(name: string, version: string): PackageSchema {
  const types = simulated()
    .resources.filter((token) => token.startsWith(`${name}:`))
    .map(resourceType);
  return {
    name,
    version,
    meta: { moduleFormat: MODULE_FORMATS[name] ?? "(.*)" },
    language: {
      nodejs: { moduleToPackage: Object.fromEntries(types.flatMap(({ token }) => nodePackage(token))) },
    },
    resources: Object.fromEntries(
      types.flatMap(({ token, inputNames }) =>
        inputNames === undefined
          ? []
          : [[token, { inputProperties: Object.fromEntries(inputNames().map((input) => [input, ANY])) }]],
      ),
    ),
  };
}

/** Where the SDK has a module: `networking.k8s.io/v1` is `networking/v1` there. */
function nodePackage(token: string): [string, string][] {
  const [name, module = ""] = token.split(":");
  if (name !== "kubernetes") return [];
  const [group = "", apiVersion = ""] = module.split("/");
  return [[module, `${group.split(".")[0]!}/${apiVersion}`]];
}
