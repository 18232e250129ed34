import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { chosenName, namePrefixOf } from "../../core/physical-name.ts";
import { tagsInput } from "../pulumi/tags.ts";
import { onEach } from "./authorization.ts";
import { invalidParameter } from "./errors.ts";
import { ec2Kind } from "./kind.ts";
import { conflict } from "./provider-checks.ts";
import type { KeyPair } from "./records.ts";
import { ec2State } from "./state.ts";

/** A public key and the name that it gets. */
export interface ImportKeyPairRequest {
  readonly KeyName: string;
  /** In OpenSSH's format: `ssh-ed25519 AAAA...`. */
  readonly PublicKeyMaterial: string;
}

const OPENSSH_KEY = /^ssh-(rsa|ed25519) [A-Za-z0-9+/]+=*( .*)?$/;
const MAX_NAME_LENGTH = 255;

const keyPairs = ec2Kind(
  {
    prefix: "key",
    one: "KeyPair",
    id: "KeyPairId",
    create: "ImportKeyPair",
    describe: "DescribeKeyPairs",
    delete: "DeleteKeyPair",
    names: "KeyNames",
  },
  {
    make(cloud, { KeyName, PublicKeyMaterial }: ImportKeyPairRequest, id, tags) {
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
      return {
        KeyPairId: id,
        KeyName,
        KeyType: type === "rsa" ? "rsa" : "ed25519",
        KeyFingerprint: cloud.ids.hex(32).match(/../g)!.join(":"),
        PublicKey: PublicKeyMaterial,
        CreateTime: cloud.clock.timestamp(),
        Tags: tags,
      };
    },
    created: describe,
    show: describe,
    filters: () => ({
      "key-name": (key) => [key.KeyName],
      "key-pair-id": (key) => [key.KeyPairId],
      fingerprint: (key) => [key.KeyFingerprint],
    }),
    byName: getKeyPair,
  },
);

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
  ...keyPairs.operations,

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

/** Schema: terraform-provider-aws/internal/service/ec2/ec2_key_pair.go */
export const keyPairResource = keyPairs.resource({
  token: "aws:ec2/keyPair:KeyPair",
  schema: z.object({
    keyName: z.string().optional(),
    keyNamePrefix: z.string().optional(),
    publicKey: z.string(),
    ...tagsInput,
  }),
  replaceOnChange: ["keyName", "keyNamePrefix", "publicKey"],
  computed: ["arn", "fingerprint", "keyName", "keyNamePrefix", "keyPairId", "keyType", "tagsAll"],

  isSame: (property, before, after) =>
    // The provider trims the key: a line break at its end is not a change.
    property === "publicKey" && typeof before === "string" && typeof after === "string"
      ? before.trim() === after.trim()
      : isDeepStrictEqual(before, after),

  problems: (inputs) => conflict(inputs, "keyName", "key_name", "key_name_prefix"),
  withoutConflicts: ({ keyNamePrefix: _prefix, ...inputs }) => inputs,

  create(context, inputs, tagging) {
    const { cloud } = context;
    const names = { name: inputs.keyName, namePrefix: inputs.keyNamePrefix };
    return cloud.call(cloud.administrator, "ec2", "ImportKeyPair", {
      KeyName: chosenName(context, names, MAX_NAME_LENGTH),
      PublicKeyMaterial: inputs.publicKey.trim(),
      ...tagging,
    }).KeyName;
  },

  find: findKeyPair,
  taggedId: (cloud, name) => findKeyPair(cloud, name)?.KeyPairId ?? name,

  outputs: ({ cloud }, key, properties) => ({
    arn: cloud.arn("ec2", `key-pair/${key.KeyName}`),
    fingerprint: key.KeyFingerprint,
    keyName: key.KeyName,
    keyNamePrefix: namePrefixOf(key.KeyName),
    keyPairId: key.KeyPairId,
    keyType: key.KeyType,
    publicKey: properties["publicKey"] ?? key.PublicKey,
  }),

  delete({ cloud }, KeyName) {
    cloud.call(cloud.administrator, "ec2", "DeleteKeyPair", { KeyName });
  },
});

function describe(_cloud: Cloud, { PublicKey: _key, ...description }: KeyPair): KeyPairDescription {
  return structuredClone(description);
}
