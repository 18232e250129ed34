export const eksOperations = {};
