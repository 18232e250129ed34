import type { ConfigProblem } from "./issues.ts";
import type { StackConfig } from "./stack-config.ts";

/** Pod Identity reaches the controller's pods through an agent on their nodes. */
export function identityProblems({ addons, controller }: StackConfig): ConfigProblem[] {
  if (controller.identity !== "pod-identity" || addons.podIdentityAgent !== false) return [];
  return [
    {
      path: "addons.podIdentityAgent",
      reason:
        "is false, but the controller gets its credentials through this agent, as controller.identity is pod-identity; " +
        "leave it out, or set controller.identity to irsa",
    },
  ];
}
