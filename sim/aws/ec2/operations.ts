export const ec2Operations = {};
