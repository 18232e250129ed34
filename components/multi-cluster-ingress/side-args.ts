import type { CreateIngressTransforms } from "./args.ts";
import type { ResolvedCommonArgs } from "./resolve.ts";

/** What both sides of a shared ingress have. */
export type SideArgs = ResolvedCommonArgs & { readonly transform: CreateIngressTransforms };
