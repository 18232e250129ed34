import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import type { Tag } from "../tags.ts";
import { onEach, onNew } from "./authorization.ts";
import { invalidParameter } from "./errors.ts";
import { filtered, type Filter } from "./filters.ts";
import type { KeyPair } from "./records.ts";
import { ec2State } from "./state.ts";
import { newTags, type TagSpecification } from "./tags.ts";

/** A public key and the name that it gets. */
export interface ImportKeyPairRequest {
  readonly KeyName: string;
  /** In OpenSSH's format: `ssh-ed25519 AAAA...`. */
  readonly PublicKeyMaterial: string;
  readonly TagSpecifications?: readonly TagSpecification[] | undefined;
}

const OPENSSH_KEY = /^ssh-(rsa|ed25519) [A-Za-z0-9+/]+=*( .*)?$/;
const MAX_NAME_LENGTH = 255;

/** Makes a key pair from its public half. */
export function addKeyPair(
  cloud: Cloud,
  request: ImportKeyPairRequest,
  tags: Tag[] = [],
  id = cloud.ids.ec2("key"),
): KeyPair {
  const { KeyName, PublicKeyMaterial } = request;
  if (KeyName === "" || KeyName.length > MAX_NAME_LENGTH) {
    throw invalidParameter("keyName", KeyName, `Key pair names have 1 to ${MAX_NAME_LENGTH} characters.`);
  }
  if (findKeyPair(cloud, KeyName) !== undefined) {
    throw new AwsError("InvalidKeyPair.Duplicate", "The keypair already exists");
  }
  const [, type] = OPENSSH_KEY.exec(PublicKeyMaterial.trim()) ?? [];
  if (type === undefined) {
    throw new AwsError("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
  }
  return ec2State(cloud).keyPairs.set(id, {
    KeyPairId: id,
    KeyName,
    KeyType: type === "rsa" ? "rsa" : "ed25519",
    KeyFingerprint: cloud.ids.hex(32).match(/../g)!.join(":"),
    PublicKey: PublicKeyMaterial,
    CreateTime: cloud.clock.timestamp(),
    Tags: tags,
  });
}

/** The key pair with this name. @throws AwsError InvalidKeyPair.NotFound */
export function getKeyPair(cloud: Cloud, name: string): KeyPair {
  const found = findKeyPair(cloud, name);
  if (found === undefined)
    throw new AwsError("InvalidKeyPair.NotFound", `The key pair '${name}' does not exist`);
  return found;
}

function findKeyPair(cloud: Cloud, name: string): KeyPair | undefined {
  return ec2State(cloud).keyPairs.where(({ KeyName }) => KeyName === name)[0];
}

type KeyPairDescription = Omit<KeyPair, "PublicKey">;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportKeyPair.html and its siblings. */
export const keyPairOperations = {
  ImportKeyPair: operation({
    authorize: (cloud, request: ImportKeyPairRequest) =>
      onNew(cloud, "ImportKeyPair", "key-pair", request.TagSpecifications),
    run: (cloud, request, caller): KeyPairDescription => {
      const tags = newTags(request.TagSpecifications, "key-pair", caller);
      return describe(addKeyPair(cloud, request, tags));
    },
  }),

  DescribeKeyPairs: operation({
    run: (
      cloud,
      request: {
        readonly KeyNames?: readonly string[];
        readonly KeyPairIds?: readonly string[];
        readonly Filters?: readonly Filter[];
      },
    ): { KeyPairs: KeyPairDescription[] } => {
      const named = [
        ...(request.KeyNames ?? []).map((name) => getKeyPair(cloud, name)),
        ...(request.KeyPairIds ?? []).map((id) => ec2State(cloud).keyPairs.get(id)),
      ];
      const found = named.length > 0 ? named : ec2State(cloud).keyPairs.values();
      return {
        KeyPairs: filtered("DescribeKeyPairs", found, request.Filters, {
          "key-name": (key) => [key.KeyName],
          "key-pair-id": (key) => [key.KeyPairId],
          fingerprint: (key) => [key.KeyFingerprint],
        }).map(describe),
      };
    },
  }),

  DeleteKeyPair: operation({
    authorize: (cloud, request: { readonly KeyName: string }) =>
      onEach(cloud, "DeleteKeyPair", [findKeyPair(cloud, request.KeyName)?.KeyPairId]),
    run: (cloud, { KeyName }): { Return: true } => {
      // A name that does not exist is not an error.
      const found = findKeyPair(cloud, KeyName);
      if (found !== undefined) ec2State(cloud).keyPairs.delete(found.KeyPairId);
      return { Return: true };
    },
  }),
};

function describe({ PublicKey: _key, ...description }: KeyPair): KeyPairDescription {
  return structuredClone(description);
}
