export const iamOperations = {};
