import type { Cloud } from "../../../../sim/core/cloud.ts";

export function allow(Action: string | string[], Resource: string | string[]) {
  return { Effect: "Allow", Action, Resource };
}

export function deny(Action: string | string[], Resource: string | string[]) {
  return { Effect: "Deny", Action, Resource };
}

/** A trust policy with one statement. */
export function trust(
  Principal: object,
  Action: string | string[] = "sts:AssumeRole",
  Condition?: object,
): string {
  const statement = { Effect: "Allow", Principal, Action, ...(Condition && { Condition }) };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

export function createRole(cloud: Cloud, RoleName: string, AssumeRolePolicyDocument: string) {
  return cloud.call(cloud.administrator, "iam", "CreateRole", { RoleName, AssumeRolePolicyDocument }).Role;
}

export function putPolicy(cloud: Cloud, RoleName: string, PolicyName: string, Statement: object[]): void {
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  cloud.call(cloud.administrator, "iam", "PutRolePolicy", { RoleName, PolicyName, PolicyDocument });
}
