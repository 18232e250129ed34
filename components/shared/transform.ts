/**
 * A typed way to change one child of a component where its args do not reach: properties to merge over the
 * component's own, or a function of these that returns the args to use.
 */
export type Transform<Args> = Partial<Args> | ((args: Args, name: string) => Args);

/** Args of the child `name` after the caller's transform. */
export function transformed<Args extends object>(
  transform: Transform<Args> | undefined,
  args: Args,
  name: string,
): Args {
  if (transform === undefined) return args;
  return typeof transform === "function" ? transform(args, name) : { ...args, ...transform };
}

/** Type token of a component class of this package. */
export function componentType(className: string): string {
  return `multicluster-ingress:index:${className}`;
}
