/** Things that a cloud gives ids of its own, and what they are called here; a number tells them apart. */
const IDS: readonly (readonly [RegExp, string])[] = [
  [/\b192\.168\.\d+\.\d+:8080\b/g, "target"],
  [/\bsg-[0-9a-f]{17}\b/g, "sg"],
  [/\beni-[0-9a-f]{17}\b/g, "eni"],
  [/\bsubnet-[0-9a-f]{17}\b/g, "subnet"],
  [/\bi-[0-9a-f]{17}(?=:\d)/g, "instance"],
  [/(?<=aws-K8S-)i-[0-9a-f]{17}\b/g, "i"],
];

/** Generated parts of names, and times. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/(?<=\/)[0-9a-f]{16}\b/g, "ID"],
  [/(?<=k8s-[\w-]+-)[0-9a-f]{10}\b/g, "HASH"],
  [/(?<=eks-cluster-sg-[\w-]+-)\d{10}\b/g, "NUMBER"],
  [/(?<=assumed-role\/[\w-]+-)[0-9a-f]{7}\/\d+/g, "SUFFIX/SESSION"],
  [/\b[0-9a-f]{64}\b/g, "SANDBOX"],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b(?<!0{12})/g, "UID"],
  [/(?<=(deployment-2048|controller)-[0-9a-z]{8,10}-)[0-9a-z]{5}(?![0-9a-z])/g, "POD"],
  [/(?<=(deployment-2048|controller)-)[0-9a-z]{8,10}(?![0-9a-z])/g, "HASH"],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "TIME"],
];

/** A text in which what a cloud makes up is replaced by names: ids, addresses, generated names and times. */
export function withoutIds(text: string): string {
  let result = text;
  for (const [pattern, replacement] of PARTS) result = result.replaceAll(pattern, replacement);
  for (const [pattern, name] of IDS) {
    const seen = new Map<string, string>();
    result = result.replaceAll(pattern, (id) => {
      if (!seen.has(id)) seen.set(id, `${name}-${seen.size + 1}`);
      return seen.get(id)!;
    });
  }
  return result;
}
