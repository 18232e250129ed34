/** Requests in the form of the query protocol, in which they were recorded: `Filter.1.Value.1`. */

/** Lists that EC2 names otherwise on the wire than its SDKs do. */
const EC2_NAMES: Readonly<Record<string, string>> = {
  Filters: "Filter",
  GroupIds: "GroupId",
  InstanceIds: "InstanceId",
  SubnetIds: "SubnetId",
  TagSpecifications: "TagSpecification",
  UserIdGroupPairs: "Groups",
  Values: "Value",
  VpcIds: "VpcId",
  ZoneIds: "ZoneId",
};

/** A request as it goes over the wire; empty values do not. */
export function queryParameters(service: string, parameters: object): Record<string, string> {
  const flat: [string, string][] = [];
  const add = (path: string, value: unknown): void => {
    if (Array.isArray(value)) {
      const prefix = service === "ec2" ? path : `${path}.member`;
      for (const [index, entry] of value.entries()) add(`${prefix}.${index + 1}`, entry);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, entry] of Object.entries(value)) {
        add(path === "" ? rootName(service, key) : `${path}.${wireName(service, path, key)}`, entry);
      }
    } else if (value !== undefined && value !== "") {
      flat.push([path, String(value)]);
    }
  };
  add("", parameters);
  return Object.fromEntries(flat);
}

function rootName(service: string, key: string): string {
  if (service !== "ec2") return key;
  return key === "Description" ? "GroupDescription" : (EC2_NAMES[key] ?? key);
}

function wireName(service: string, path: string, key: string): string {
  if (service !== "ec2") return key;
  if (path.startsWith("TagSpecification") && key === "Tags") return "Tag";
  return EC2_NAMES[key] ?? key;
}
