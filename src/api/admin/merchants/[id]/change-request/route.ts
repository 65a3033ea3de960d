import type { ChangeRequestInput } from "../../../../merchant/merchants/contract"
import { review } from "../../review"

export const POST = review((body: ChangeRequestInput) => ({ act: "ask_changes", ...body }))
