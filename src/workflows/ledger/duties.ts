import { PASAJ_LEDGER } from "../../modules/ledger"
import type LedgerModuleService from "../../modules/ledger/service"
import type { Duty } from "../duty"

/**
 * Writes down what gateways, banks and the platform's own accounts had, so that reading them never adds up all there is
 * (ADR 0008). Nothing is wrong while it waits: a balance is then added up from further back. Time brings it no work.
 */
export const checkpointAccounts: Duty = {
  name: "checkpoint-accounts",
  nextDue: async () => null,
  run: (container) => container.resolve<LedgerModuleService>(PASAJ_LEDGER).checkpoint(),
}
