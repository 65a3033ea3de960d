import { review } from "../../review"

export const POST = review("ask_changes")
