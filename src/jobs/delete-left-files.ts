import type { MedusaContainer } from "@medusajs/framework/types"

import { runDuty } from "../workflows/duty"
import { deleteLeftFiles } from "../workflows/merchant/uploads"

export default async (container: MedusaContainer) => runDuty(container, deleteLeftFiles)

export const config = { name: "pasaj-delete-left-files", schedule: "* * * * *" }
