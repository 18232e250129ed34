export interface DeletionProtectionArgs {
  /** Whether a destroy is refused. Switching it off takes an update, before which nothing can be destroyed. */
  readonly enabled: boolean;
}

/** Children of a {@link DeletionProtection}: none. */
export type DeletionProtectionNodes = Readonly<Record<string, never>>;
