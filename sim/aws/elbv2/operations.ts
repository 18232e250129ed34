export const elbv2Operations = {};
