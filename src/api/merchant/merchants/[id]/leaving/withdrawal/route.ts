import { stayWorkflow } from "../../../../../../workflows/merchant/leave"
import { leave } from "../../../leave"

export const POST = leave((container, input) => stayWorkflow(container).run({ input }))
