export { BackendSecurityGroup, type BackendSecurityGroupArgs } from "./backend-security-group.ts";
