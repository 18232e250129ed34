import type { RemoteComponent } from "../../core/resource-type.ts";
import { eksClusterComponent } from "./cluster.ts";
import { managedNodeGroupComponent } from "./managed-node-group.ts";

/** Remote components of @pulumi/eks. */
export const eksComponents: readonly RemoteComponent[] = [eksClusterComponent, managedNodeGroupComponent];
