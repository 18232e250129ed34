/** Elastic Load Balancing v2 objects of the account. */
export class Elbv2State {}
