/** EKS objects of the account. */
export class EksState {}
