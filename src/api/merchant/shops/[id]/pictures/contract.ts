import { z } from "@medusajs/framework/zod"

import { pictureKinds } from "../../../../../domain/picture"
import type { Endpoint } from "../../../../endpoint"

export const UploadPictureBody = z.strictObject({
  content: z.base64().min(1).describe("the file as base64: JPEG, PNG or WebP, judged by its bytes, up to 4,000,000 of them"),
})

export const PictureAnswer = z.strictObject({ id: z.string(), url: z.string(), kind: z.enum(pictureKinds), bytes: z.int() })

export const pictureEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/merchant/shops/:id/pictures",
    caller: "member",
    permission: "catalogue.manage",
    delegable: "catalogue.manage",
    summary: "Upload a picture for a shop's page or its products",
    description: "Kept by Medusa's file module. The same picture again is the one that is there.",
    body: UploadPictureBody,
    body_limit: "6mb",
    status: 201,
    answer: z.strictObject({ picture: PictureAnswer }),
    errors: ["shop_not_found", "shop_closed", "picture_unreadable", "picture_too_large", "upload_left_behind"],
  },
]
