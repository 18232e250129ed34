/**
 * Encrypted values of a stack's file, of a stack whose secrets a passphrase keeps.
 * https://github.com/pulumi/pulumi/blob/v3.200.0/sdk/go/common/resource/config/crypt.go
 */
import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { readFileSync } from "node:fs";
import { UserError } from "./errors.ts";

/** Decrypts one value. */
export type Decrypt = (ciphertext: string) => string;

const KEY_BYTES = 32;
const ITERATIONS = 1_000_000;

/** AES-GCM puts it behind the text. */
const TAG_BYTES = 16;

/** What Pulumi encrypts beside the salt, to find out whether a passphrase is the right one. */
const PROBE = "pulumi";

/** Keys are slow to make, on purpose. */
const keys = new Map<string, Buffer>();

/**
 * How to decrypt the values of a file.
 *
 * @param salt the file's `encryptionsalt`.
 * @throws UserError where only somebody else can, or the passphrase is missing or wrong.
 */
export function decryptionBy(salt: unknown): Decrypt {
  const [, saltText = "", ...probe] = typeof salt === "string" ? salt.split(":") : [];
  if (probe.length === 0) {
    throw new UserError("only its own backend can decrypt it; give a plain value for local runs");
  }
  const passphrase = givenPassphrase();
  if (passphrase === undefined) {
    throw new UserError(
      "set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to its stack's passphrase",
    );
  }
  const key = keyOf(passphrase, saltText);
  const decrypt: Decrypt = (ciphertext) => decrypted(key, ciphertext);
  try {
    if (decrypt(probe.join(":")) === PROBE) return decrypt;
  } catch {
    // The key does not fit.
  }
  throw new UserError(
    "the passphrase in PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE is not its stack's",
  );
}

function givenPassphrase(): string | undefined {
  const { PULUMI_CONFIG_PASSPHRASE: passphrase, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  if (passphrase !== undefined) return passphrase;
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new UserError(`PULUMI_CONFIG_PASSPHRASE_FILE cannot be read: ${(error as Error).message}`);
  }
}

function keyOf(passphrase: string, salt: string): Buffer {
  const name = JSON.stringify([passphrase, salt]);
  const known =
    keys.get(name) ?? pbkdf2Sync(passphrase, Buffer.from(salt, "base64"), ITERATIONS, KEY_BYTES, "sha256");
  keys.set(name, known);
  return known;
}

/** @param ciphertext `v1:<nonce>:<text and tag>`, the parts in base64. */
function decrypted(key: Buffer, ciphertext: string): string {
  const [, nonce = "", message = ""] = ciphertext.split(":");
  const bytes = Buffer.from(message, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
}
