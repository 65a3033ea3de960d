import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { uploadPictureWorkflow } from "../../../../../workflows/catalogue/upload-picture"
import type { GuardedRequest } from "../../../../guard"
import { findShop } from "../../answer"
import type { UploadPictureBody } from "./contract"

export const POST = async (req: GuardedRequest<z.infer<typeof UploadPictureBody>>, res: MedusaResponse) => {
  const { id: shop_id, merchant_id } = await findShop(req.scope, req.params.id ?? "", req.scopeOfMember)
  const { result } = await uploadPictureWorkflow(req.scope).run({ input: { shop_id, merchant_id, ...req.validatedBody } })
  const { id, url, kind, bytes } = result
  res.status(201).json({ picture: { id, url, kind, bytes } })
}
