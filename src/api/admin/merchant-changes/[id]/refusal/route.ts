import type { NoteInput } from "../../../../merchant/merchants/verification-contract"
import { decide } from "../../decide"

export const POST = decide(({ note }: NoteInput) => ({ accepted: false, note }))
