import type { SqlManager } from "../../adapters/ledger"
import { refuse } from "../../domain/errors"

/** How long an upload may take before its file counts as left behind; an upload is a matter of processes, so this is real time. */
const LEFT_AFTER = "interval '1 hour'"

/** Writes down that a file is about to be stored under this key, before there is a byte of it. */
export const beginUpload = (manager: SqlManager, fileKey: string): Promise<unknown> =>
  manager.execute("insert into file_upload (file_key) values (?)", [fileKey])

/**
 * The file is somebody's now: called in the transaction that writes its row, so that either both are known or the file is left behind.
 * @throws upload_left_behind when the duty has taken the file for one and deleted it
 */
export async function finishUpload(manager: SqlManager, fileKey: string): Promise<void> {
  const rows = await manager.execute("delete from file_upload where file_key = ? returning file_key", [fileKey])
  if (rows.length === 0) refuse("upload_left_behind")
}

/** The file has been deleted, or never came to be. */
export const forgetUploads = (manager: SqlManager, fileKeys: string[]): Promise<unknown> =>
  manager.execute("delete from file_upload where file_key = any(array[?]::text[])", [fileKeys])

/** Files that a stop has left behind, for whoever deletes them; held until the transaction ends, and skipped by others meanwhile. */
export async function uploadsLeftBehind(manager: SqlManager, most: number): Promise<string[]> {
  const rows = await manager.execute<{ file_key: string }>(
    `select file_key from file_upload where begun_at <= clock_timestamp() - ${LEFT_AFTER} order by begun_at, file_key limit ? for update skip locked`, [most],
  )
  return rows.map(({ file_key }) => file_key)
}
