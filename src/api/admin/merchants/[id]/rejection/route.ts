import type { ReasonInput } from "../../../../merchant/merchants/contract"
import { review } from "../../review"

export const POST = review((body: ReasonInput) => ({ act: "reject", ...body }))
