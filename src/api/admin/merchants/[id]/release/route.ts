import { review } from "../../review"

export const POST = review(() => ({ act: "release" }))
