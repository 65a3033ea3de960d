import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import type { z } from "@medusajs/framework/zod"

import { refuse } from "../../../domain/errors"
import { findDocument, type MerchantDocument } from "../../../modules/merchant/documents"
import { merchantsOf } from "../../../workflows/merchant/outside"
import type { DocumentAnswer } from "./contract"

/** Where the file is kept stays with us: whoever knew its name could ask some file providers for it directly. */
export const documentAnswer = ({ file_key: _key, uploaded_by: _by, ...document }: MerchantDocument): z.infer<typeof DocumentAnswer> => document

/** A document of the allowed merchants (of all where `allowed` is absent) with its file. @throws document_not_found, document_gone */
export async function documentWithContent(container: MedusaContainer, id: string, allowed?: string[]) {
  const document = await merchantsOf(container).reading((manager) => findDocument(manager, id, allowed))
  if (document.file_key === null) refuse("document_gone", { id })
  const content = await container.resolve(Modules.FILE).getAsBuffer(document.file_key)
  return { document: documentAnswer(document), content: content.toString("base64") }
}
