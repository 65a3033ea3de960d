// What the chapters share: who is signed in, whom the story is about, and the arcade's clock.
import { buyer, operator, stranger } from "./actors.mjs"
import { cast, newRun } from "./cast.mjs"
import { catalogueOf, chosenCatalogues } from "./catalogues.mjs"

/**
 * Opens a story: signs in those who are here already, and thinks up the two who will come.
 * @param {{ url: string, seed: object }} settings
 * @param {string[]} names the catalogues the two merchants bring; the first two there are, where none is named
 */
export async function openTale(settings, names) {
  const run = newRun()
  const staff = await operator(settings)
  return {
    settings,
    seed: settings.seed,
    operator: staff,
    buyer: await buyer(settings),
    strangers: await stranger(settings, run),
    people: cast(run, chosenCatalogues(names)),
    csv: catalogueOf,
    now: async () => (await staff.get("/admin/clock")).clock.now,
    /** The day on the arcade's wall. */
    today: async () => (await staff.get("/admin/clock")).clock.day,
    /** Lets days pass on the arcade's test clock: all that falls due on the way is done on the way. */
    later: ({ days }) => staff.post("/admin/clock", { advance_days: days }),
    number: (digits) => String(parseInt(run, 36)).slice(-digits).padStart(digits, "7"),
  }
}
