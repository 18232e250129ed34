export const stsOperations = {};
