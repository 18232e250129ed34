import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { createObject } from "../child.ts";
import { defined } from "../defined.ts";
import type { ObjectTransform } from "../transform.ts";
import type { PodCredentials } from "./identity-args.ts";

/** The service account of a controller's pods. */
export function createServiceAccount(
  parent: pulumi.Resource,
  name: string,
  args: {
    readonly identity: PodCredentials;
    readonly roleArn: pulumi.Input<string>;
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly transform: ObjectTransform<kubernetes.types.input.core.v1.ServiceAccount> | undefined;
  },
): kubernetes.core.v1.ServiceAccount {
  // With Pod Identity, too: it serves pods that come before the association has taken effect.
  const isTrusted = args.identity.oidcProviderArn !== undefined;
  const annotations = isTrusted ? { "eks.amazonaws.com/role-arn": args.roleArn } : undefined;
  return createObject(kubernetes.core.v1.ServiceAccount, `${name}-service-account`, {
    args: {
      metadata: {
        name: args.serviceAccount,
        namespace: args.namespace,
        labels: { "app.kubernetes.io/name": args.serviceAccount },
        ...defined({ annotations }),
      },
    },
    opts: { parent },
    transform: args.transform,
  });
}
