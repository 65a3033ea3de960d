// Who the two new merchants are. Every run of the story has its own people, shops and numbers.
import { companyId, nationalId, sheba } from "./actors.mjs"

/** A mark that no other run of the story has: letters and digits. */
export const newRun = () => Date.now().toString(36)

/**
 * Two merchants as K10 knows them: a natural person without a business licence, and a company with one.
 * @param {string} run
 * @param {[string, string]} catalogues the names of the catalogues they bring
 */
export function cast(run, [first, second]) {
  const number = parseInt(run, 36)
  const password = `merchant-${run}-of-the-story`
  return {
    parisa: {
      called: "Parisa", name: "پریسا مرادی", email: `parisa-${run}@pasaj.test`, password, phone: "+989121110001",
      application: {
        kind: "natural", name: "پریسا مرادی", national_id: nationalId(number), phone: "+989121110001",
        address: "تهران، خیابان شریعتی، کوچه یاس، پلاک ۷",
      },
      shop: { handle: `parisa-${run}`, name: "غرفه پریسا", guild: guildOf(first), dispatch_address: "تهران، خیابان شریعتی، کوچه یاس، پلاک ۷" },
      catalogue: first, term_months: 3, sheba: sheba(number),
    },
    company: {
      called: "the Aria company", name: "بهرام آریا", email: `aria-${run}@pasaj.test`, password, phone: "+982188880002",
      application: {
        kind: "legal", name: "بازرگانی آریا", company_id: companyId(number),
        licence_number: `T-${run}`, licence_expires_on: "2036-03-19", phone: "+982188880002", address: "اصفهان، خیابان چهارباغ، مجتمع آریا، طبقه ۲",
      },
      shop: { handle: `aria-${run}`, name: "فروشگاه آریا", guild: guildOf(second), dispatch_address: "اصفهان، خیابان چهارباغ، مجتمع آریا، طبقه ۲" },
      second_shop: { handle: `aria-books-${run}`, name: "کتاب‌سرای آریا", guild: "کتاب", dispatch_address: "اصفهان، خیابان چهارباغ، مجتمع آریا، طبقه ۳" },
      catalogue: second, term_months: 12, sheba: sheba(number + 1),
    },
  }
}

const guilds = { apparel: "پوشاک", "home-and-garden": "خانه و باغ", jewelery: "زیورآلات", bicycles: "دوچرخه", snowdevil: "ورزش زمستانی" }
const guildOf = (catalogue) => guilds[catalogue] ?? "گوناگون"
