import { createHash, randomBytes } from "node:crypto"

import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { mustBeDocument } from "../../domain/document-content"
import type { DocumentType } from "../../domain/verification"
import { handIn, mayHandIn, type NewDocument } from "../../modules/merchant/documents"
import { finishUpload } from "../../modules/merchant/uploads"
import { merchantsOf, momentOf } from "./outside"
import { dropFile, storeFile } from "./uploads"

export type HandInDocumentInput = { document: NewDocument; content: string; at: Instant; actor: Actor }

const endings: Record<DocumentType, string> = { "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp" }

/** A name that nobody can guess: some file providers, Medusa's local one among them, give private files to whoever knows their name. */
const storedName = (type: DocumentType): string => `pasaj-${randomBytes(24).toString("hex")}.${endings[type]}`

const handInDocumentStep = createStep("pasaj-hand-in-document", async ({ document, content, at, actor }: HandInDocumentInput, { container }) => {
  const merchants = merchantsOf(container)
  const moment = await momentOf(container, at)
  const bytes = Buffer.from(content, "base64")
  mustBeDocument(bytes, document.content_type, await merchants.reading((manager) => mayHandIn(manager, document, moment)))

  const { key } = await storeFile(container, { filename: storedName(document.content_type), mimeType: document.content_type, access: "private", bytes })
  const stored = { file_key: key, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }
  try {
    return new StepResponse(await merchants.within(async (manager) => {
      const id = await handIn(manager, document, stored, moment, actor)
      await finishUpload(manager, key)
      return id
    }))
  } catch (error) {
    await dropFile(container, key)
    throw error
  }
})

/**
 * A merchant hands in a document, base64 in `content` (K10). What is refused is refused before anything is stored; then the
 * file goes to Medusa's file module, and its row is written under the merchant's lock. If that is refused after all, the
 * file is deleted again; one that a stop between the two leaves behind the duty `delete-left-files` deletes.
 * @returns the document's id
 * @throws merchant_not_found, wrong_state, item_not_asked_for, document_expired, documents_too_many, document_type_not_taken,
 * document_too_large, document_not_what_it_says, upload_left_behind
 */
export const handInDocumentWorkflow = createWorkflow("pasaj-hand-in-merchant-document", (input: HandInDocumentInput) =>
  new WorkflowResponse(handInDocumentStep(input)),
)
