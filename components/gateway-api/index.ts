export { GATEWAY_API_DEFAULTS, GATEWAY_API_VERSIONS } from "./args.ts";
export type { GatewayApiArgs, GatewayApiNodes, GatewayApiTransforms } from "./args.ts";
export { GatewayApi } from "./gateway-api.ts";
