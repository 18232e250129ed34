import type { Caller } from "../../core/caller.ts";

/** The identities with which EKS acts in the customer's account: its service-linked roles. */
export const eksService: Caller = { kind: "service", arn: "eks.amazonaws.com" };
