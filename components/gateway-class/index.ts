export { GATEWAY_CLASS_DEFAULTS } from "./args.ts";
export type { GatewayClassArgs, GatewayClassNodes, GatewayClassTransforms } from "./args.ts";
export { GatewayClass } from "./gateway-class.ts";
