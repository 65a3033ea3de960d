import { createHash } from "node:crypto"

import type { MedusaContainer } from "@medusajs/framework/types"
import { createStep, createWorkflow, StepResponse, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { refuse } from "../../domain/errors"
import { pictureOf } from "../../domain/picture"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { holdOpenShop } from "../../modules/merchant/closing"
import { keepPicture, samePicture, type NewPicture, type Picture } from "../../modules/merchant/pictures"
import type MerchantModuleService from "../../modules/merchant/service"
import { finishUpload } from "../../modules/merchant/uploads"
import { dropFile, storeFile } from "../merchant/uploads"

/** `content`: the file as base64. */
export type UploadPictureInput = { shop_id: string; merchant_id: string; content: string }
type Stored = { known: Picture | null; fresh: NewPicture | null }

const merchantsOf = (container: MedusaContainer) => container.resolve<MerchantModuleService>(PASAJ_MERCHANT)

/** Judges the bytes and hands them to Medusa's file module, under a name of ours: nothing of the caller's comes into it. */
const storePictureStep = createStep(
  "pasaj-store-picture",
  async ({ shop_id, merchant_id, content }: UploadPictureInput, { container }) => {
    const bytes = Buffer.from(content, "base64")
    const kind = pictureOf(bytes)
    const sha256 = createHash("sha256").update(bytes).digest("hex")
    const known = await merchantsOf(container).reading((manager) => samePicture(manager, shop_id, sha256))
    if (known) return new StepResponse<Stored, string | null>({ known, fresh: null }, null)
    const { key, url } = await storeFile(container, { filename: `${shop_id}-${sha256.slice(0, 16)}.${kind}`, mimeType: `image/${kind}`, access: "public", bytes })
    return new StepResponse<Stored, string | null>({ known: null, fresh: { shop_id, merchant_id, file_id: key, url, kind, bytes: bytes.length, sha256 } }, key)
  },
  async (fileId, { container }) => {
    if (fileId) await dropFile(container, fileId)
  },
)

const keepPictureStep = createStep("pasaj-keep-picture", async ({ known, fresh }: Stored, { container }) => {
  if (known || !fresh) return new StepResponse(known ?? refuse("picture_not_found", { id: "?" }))
  const merchants = merchantsOf(container)
  const kept = await merchants.within(async (manager) => {
    await holdOpenShop(manager, fresh.shop_id)
    const picture = await keepPicture(manager, fresh)
    if (picture) await finishUpload(manager, fresh.file_id)
    return picture
  })
  if (kept) return new StepResponse(kept)
  await dropFile(container, fresh.file_id)
  const same = await merchants.reading((manager) => samePicture(manager, fresh.shop_id, fresh.sha256))
  return new StepResponse(same ?? refuse("picture_not_found", { id: fresh.sha256 }))
})

/**
 * Keeps a picture for a shop's page or its products, judged by its bytes. The same picture again is the one that is there,
 * also when it comes twice at once. What fails after the file is stored takes the file away again, and what a
 * stop leaves behind the duty `delete-left-files` deletes.
 * @returns the picture. @throws shop_closed, picture_unreadable, picture_too_large, upload_left_behind
 */
export const uploadPictureWorkflow = createWorkflow("pasaj-upload-picture", (input: UploadPictureInput) =>
  new WorkflowResponse(keepPictureStep(transform(storePictureStep(input), (stored) => stored))),
)
