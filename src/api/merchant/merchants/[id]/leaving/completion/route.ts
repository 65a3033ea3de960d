import { finishLeavingWorkflow } from "../../../../../../workflows/merchant/leave"
import { leave } from "../../../leave"

export const POST = leave((container, input) => finishLeavingWorkflow(container).run({ input }))
