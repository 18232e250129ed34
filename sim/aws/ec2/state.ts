/** EC2 objects of the account. */
export class Ec2State {}
