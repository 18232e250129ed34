import { componentType } from "../shared/child.ts";
import { outputsByName, readOwnResources } from "../shared/stack-resources.ts";
import type { Priorities } from "./priorities.ts";

/** What the stack has of load balancers before this update changes anything. */
export interface Former {
  /** Priorities of rules by the rules' Pulumi names. */
  readonly priorities: Priorities;
  /** Outputs of listeners by their Pulumi names. */
  readonly listeners: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Load balancers by their Pulumi names. */
  readonly loadBalancers: Readonly<Record<string, FormerLoadBalancer>>;
  /** Components of this kind by their names. */
  readonly components: Readonly<Record<string, FormerComponent>>;
}

/** Outputs of a load balancer, as far as they count here. */
export interface FormerLoadBalancer {
  readonly internal: boolean;
  readonly name: string;
  /** Empty where the program gave the name. */
  readonly namePrefix: string;
  readonly enableDeletionProtection: boolean;
}

/** Outputs of this component that only it reads itself. */
export interface FormerComponent {
  /** Keys of the headers that it gave its listeners; absent in what an earlier program made. */
  readonly responseHeaders?: readonly string[];
}

export async function findFormer(): Promise<Former> {
  const resources = await readOwnResources();
  const rules = outputsByName<{ readonly priority: number }>(resources, "aws:lb/listenerRule:ListenerRule");
  return {
    priorities: Object.fromEntries(Object.entries(rules).map(([name, { priority }]) => [name, priority])),
    listeners: outputsByName(resources, "aws:lb/listener:Listener"),
    loadBalancers: outputsByName<FormerLoadBalancer>(resources, "aws:lb/loadBalancer:LoadBalancer"),
    components: outputsByName<FormerComponent>(resources, componentType("SharedLoadBalancer")),
  };
}
