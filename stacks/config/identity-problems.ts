import type { ConfigProblem } from "./issues.ts";
import type { StackConfig } from "./stack-config.ts";

/** Pod Identity reaches pods through an agent on their nodes. */
export function identityProblems({ addons, controller }: StackConfig): ConfigProblem[] {
  if (addons.podIdentityAgent !== false) return [];
  const [user] = [
    ...(controller.identity === "pod-identity" ? [["the controller", "controller.identity"]] : []),
    ...(addons.externalDns?.identity === "pod-identity"
      ? [["ExternalDNS", "addons.externalDns.identity"]]
      : []),
  ];
  if (user === undefined) return [];
  const [who, key] = user;
  const reason =
    `is false, but ${who} gets its credentials through this agent, as ${key} is pod-identity; leave it out, or set ` +
    `${key} to irsa`;
  return [{ path: "addons.podIdentityAgent", reason }];
}
