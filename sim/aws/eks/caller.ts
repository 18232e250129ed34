import type { Caller } from "../operation.ts";

/** As whom EKS acts in the customer's account: its service-linked roles. */
export const eksService: Caller = { kind: "service", arn: "eks.amazonaws.com" };
