/** IAM objects of the account. */
export class IamState {}
