import type { Catalog } from "../../core/resource-type.ts";
import { getListener, getLoadBalancer, getTargetGroup } from "./pulumi/functions.ts";

const functions = [getListener, getLoadBalancer, getTargetGroup];

/** Pulumi types and functions of this service, under their tokens in the modules `lb` and `alb`. */
export const elbv2Catalog: Catalog = {
  functions: [...functions, ...functions.map(inAlb)],
};

/** The SDK has each of them twice: `aws:lb/listener:Listener` and `aws:alb/listener:Listener`. */
function inAlb<T extends { readonly token: string }>(type: T): T {
  return { ...type, token: type.token.replace("aws:lb/", "aws:alb/") };
}
