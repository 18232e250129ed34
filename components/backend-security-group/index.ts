export type { BackendSecurityGroupArgs, BackendSecurityGroupNodes } from "./args.ts";
export { BackendSecurityGroup } from "./backend-security-group.ts";
