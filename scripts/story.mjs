// `npm run story`: tells, by HTTP alone, how an order goes through the arcade, from the rent of two shops to the bank
// transfers that pay them, and ends by checking the books. `npm run story -- jewelery apparel` brings other catalogues, `-- --list`
// names those there are.
import { Unexpected } from "./story/client.mjs"
import { namesOfCatalogues } from "./story/catalogues.mjs"
import { arcadeSettings } from "./story/settings.mjs"
import { openTale } from "./story/tale.mjs"
import { basket } from "./story/chapters/basket.mjs"
import { books } from "./story/chapters/books.mjs"
import { catalogues } from "./story/chapters/catalogues.mjs"
import { consent } from "./story/chapters/consent.mjs"
import { custody } from "./story/chapters/custody.mjs"
import { delivery, dispatch } from "./story/chapters/dispatch.mjs"
import { rent } from "./story/chapters/rent.mjs"
import { settlement } from "./story/chapters/settlement.mjs"
import { verification } from "./story/chapters/verification.mjs"
import { bold, line, missed, title } from "./story/voice.mjs"

const chapters = [verification, rent, catalogues, basket, custody, dispatch, delivery, consent, settlement, books]

async function story(names) {
  const settings = arcadeSettings()
  const tale = await openTale(settings, names)
  title(`Pasaj, the story of one order, as ${settings.url} tells it`)
  for (const tell of chapters) await tell(tale)
  title("All invariants hold. The story is over; run it again, it always has new people.")
}

try {
  const names = process.argv.slice(2)
  if (names.includes("--list")) console.log(namesOfCatalogues().join("\n"))
  else await story(names)
} catch (error) {
  if (!(error instanceof Unexpected)) throw error
  title("The story stops here.")
  missed(`Expected: ${error.message}.`)
  line(`${bold("Instead:")} ${error.got}`)
  process.exitCode = 1
}
