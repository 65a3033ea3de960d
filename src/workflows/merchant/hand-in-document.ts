import { createHash, randomBytes } from "node:crypto"

import { Modules } from "@medusajs/framework/utils"
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { mustBeDocument } from "../../domain/document-content"
import type { DocumentType } from "../../domain/verification"
import { handIn, mayHandIn, type NewDocument } from "../../modules/merchant/documents"
import { merchantsOf, momentOf } from "./outside"

export type HandInDocumentInput = { document: NewDocument; content: string; at: Instant; actor: Actor }

const endings: Record<DocumentType, string> = { "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp" }

/** A name that nobody can guess: some file providers, Medusa's local one among them, give private files to whoever knows their name. */
const storedName = (type: DocumentType): string => `pasaj-${randomBytes(24).toString("hex")}.${endings[type]}`

const handInDocumentStep = createStep("pasaj-hand-in-document", async ({ document, content, at, actor }: HandInDocumentInput, { container }) => {
  const merchants = merchantsOf(container)
  const moment = await momentOf(container, at)
  const bytes = Buffer.from(content, "base64")
  mustBeDocument(bytes, document.content_type, await merchants.reading((manager) => mayHandIn(manager, document, moment)))

  const files = container.resolve(Modules.FILE)
  const { id: file_key } = await files.createFiles({
    filename: storedName(document.content_type), mimeType: document.content_type, content: bytes.toString("base64"), access: "private",
  })
  const stored = { file_key, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }
  try {
    return new StepResponse(await merchants.within((manager) => handIn(manager, document, stored, moment, actor)))
  } catch (error) {
    await files.deleteFiles(file_key)
    throw error
  }
})

/**
 * A merchant hands in a document, base64 in `content` (K10). What is refused is refused before anything is stored; then the
 * file goes to Medusa's file module, and its row is written under the merchant's lock. If that is refused after all, the
 * file is deleted again; a stop between the two leaves a file that nobody knows the name of.
 * @returns the document's id
 * @throws merchant_not_found, wrong_state, item_not_asked_for, document_expired, documents_too_many, document_type_not_taken,
 * document_too_large, document_not_what_it_says
 */
export const handInDocumentWorkflow = createWorkflow("pasaj-hand-in-merchant-document", (input: HandInDocumentInput) =>
  new WorkflowResponse(handInDocumentStep(input)),
)
