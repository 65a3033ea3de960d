import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import { failpoint } from "../../adapters/failpoint"
import { beginUpload, forgetUploads, uploadsLeftBehind } from "../../modules/merchant/uploads"
import type { Duty } from "../duty"
import { merchantsOf } from "./outside"

const CHUNK = 100

export type NewFile = { filename: string; mimeType: string; access: "public" | "private"; bytes: Buffer }

/**
 * Hands a file to Medusa's file module. The provider says its key before a byte is written, and the key is written down then: what a
 * stop cuts off afterwards, the duty `delete-left-files` finds. Whoever writes the file's row ends that by `finishUpload`.
 * @returns the file's key and its address
 */
export async function storeFile(container: MedusaContainer, { bytes, ...file }: NewFile): Promise<{ key: string; url: string }> {
  const { writeStream, promise, fileKey, url } = await container.resolve(Modules.FILE).getUploadStream(file)
  await merchantsOf(container).within((manager) => beginUpload(manager, fileKey))
  writeStream.end(bytes)
  await promise
  failpoint("file-stored-before-row")
  return { key: fileKey, url }
}

/** Takes a stored file away again; what fails of it the duty finishes. */
export async function dropFile(container: MedusaContainer, key: string): Promise<void> {
  try {
    await container.resolve(Modules.FILE).deleteFiles([key])
    await merchantsOf(container).within((manager) => forgetUploads(manager, [key]))
  } catch (error) {
    container.resolve(ContainerRegistrationKeys.LOGGER).error(`pasaj: a file that is not needed could not be deleted yet: ${String(error)}`)
  }
}

/**
 * Deletes the files that a stop has left between the file provider and our rows. They are deleted in the transaction that holds their
 * rows: a stop in between deletes them again. When to look is real time, so that the test clock does not stop for it.
 */
export const deleteLeftFiles: Duty = {
  name: "delete-left-files",
  nextDue: () => Promise.resolve(null),
  run: async (container) => {
    for (let all = 0; ; ) {
      const deleted = await merchantsOf(container).within(async (manager) => {
        const keys = await uploadsLeftBehind(manager, CHUNK)
        if (keys.length > 0) await container.resolve(Modules.FILE).deleteFiles(keys)
        await forgetUploads(manager, keys)
        return keys.length
      })
      all += deleted
      if (deleted < CHUNK) return all
    }
  },
}
