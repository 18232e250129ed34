import * as pulumi from "@pulumi/pulumi";
import type { ConfigProblem } from "./issues.ts";
import { configSchema } from "./schema.ts";

/** Namespaces of the engine and of the packages that the program uses; their keys are their own. */
const FOREIGN_NAMESPACES = ["aws", "awsx", "eks", "kubernetes", "pulumi"];

/** Keys of the project under a name that is not the project's: Pulumi would hand them to nobody. */
export function namespaceProblems(): ConfigProblem[] {
  const project = pulumi.getProject();
  return Object.keys(pulumi.runtime.allConfig()).flatMap((path) => {
    const [namespace = "", key = ""] = path.split(":");
    const isOurs = namespace === project || !(key in configSchema.shape);
    if (isOurs || FOREIGN_NAMESPACES.includes(namespace)) return [];
    return [{ path, reason: `is not read, as the project's name is ${project}; use ${project}:${key}` }];
  });
}
