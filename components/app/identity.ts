import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createObject } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import {
  createServiceAccountRole,
  type ServiceAccountRole,
} from "../shared/identity/service-account-role.ts";
import type { ResolvedAppArgs } from "./resolve.ts";

/** Who the pods are, in the cluster and in AWS. */
export interface AppIdentity extends Partial<ServiceAccountRole> {
  readonly serviceAccount: kubernetes.core.v1.ServiceAccount | undefined;
}

export function createAppIdentity(parent: pulumi.Resource, name: string, args: ResolvedAppArgs): AppIdentity {
  const role = createRole(parent, name, args);
  const serviceAccount = createServiceAccount(parent, name, args, role?.role.arn);
  return { ...role, serviceAccount };
}

function createRole(
  parent: pulumi.Resource,
  name: string,
  { namespace, serviceAccount, deploymentName, transform }: ResolvedAppArgs,
): ServiceAccountRole | undefined {
  const { identity, clusterName } = serviceAccount;
  if (identity === undefined || clusterName === undefined) return undefined;
  return createServiceAccountRole(parent, name, {
    identity,
    clusterName,
    namespace,
    serviceAccount: serviceAccount.name,
    trusted: "App",
    description: pulumi.interpolate`App ${deploymentName} of cluster ${clusterName}`,
    policyArns: serviceAccount.managedPolicyArns,
    inlinePolicies: serviceAccount.policies,
    tags: serviceAccount.tags,
    transform,
  });
}

function createServiceAccount(
  parent: pulumi.Resource,
  name: string,
  { namespace, serviceAccount, labels, transform }: ResolvedAppArgs,
  roleArn: pulumi.Output<string> | undefined,
): kubernetes.core.v1.ServiceAccount | undefined {
  if (!serviceAccount.create) return undefined;
  // With Pod Identity, too: it serves pods that come before the association has taken effect.
  const isTrusted = roleArn !== undefined && serviceAccount.identity?.oidcProviderArn !== undefined;
  const annotations = isTrusted ? { "eks.amazonaws.com/role-arn": roleArn } : undefined;
  return createObject(kubernetes.core.v1.ServiceAccount, `${name}-service-account`, {
    args: {
      metadata: { name: serviceAccount.name, namespace, labels, ...defined({ annotations }) },
      automountServiceAccountToken: false,
    },
    opts: { parent },
    transform: transform.serviceAccount,
  });
}
