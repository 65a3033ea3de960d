import type { Application } from "../../modules/merchant/service"
import type { SignIn } from "./people"

export type Stall = { handle: string; name: string; guild: string; story: string; plan: string; term_months: number; catalogue: string }
export type Tenant = SignIn & { person: string; phone: string; application: Application; sheba: string; shops: Stall[] }

const tehran = "تهران، بازار بزرگ، سرای حاج حسن، طبقه اول، پلاک ۲۱"

/** The merchants who rent here from the start: natural and legal, with a licence and without (K10), one with two shops (K12). */
export const tenants: Tenant[] = [
  {
    email: "zahra@pasaj.test", password: "zahra-of-the-sandbox", person: "زهرا احمدی", phone: "+989121000001",
    application: {
      kind: "natural", name: "زهرا احمدی", national_id: "0076229645", company_id: null, licence_number: null, phone: "+989121000001",
      city: "تهران", address: "تهران، خیابان انقلاب، کوچه بهار، پلاک ۹",
    },
    sheba: "IR580540105180021273113007",
    shops: [
      {
        handle: "mezon-zahra", name: "مزون زهرا", guild: "پوشاک", story: "لباس‌های دوخت تهران، از پارچه تا دکمه کار دست.", plan: "stall", term_months: 12,
        catalogue: "apparel",
      },
    ],
  },
  {
    email: "omid@pasaj.test", password: "omid-of-the-sandbox", person: "امید نجفی", phone: "+989121000002",
    application: {
      kind: "legal", name: "بازرگانی خانه‌آرا", national_id: null, company_id: "10320894878", licence_number: "0451234567", licence_expires_on: "2036-03-19", phone: "+982155550002",
      city: "تهران", address: tehran,
    },
    sheba: "IR062960000000100324200001",
    shops: [
      {
        handle: "khane-ara", name: "خانه‌آرا", guild: "خانه و باغ", story: "هر چه خانه و ایوان را زیبا می‌کند.", plan: "gallery", term_months: 12,
        catalogue: "home-and-garden",
      },
      {
        handle: "rekab", name: "رکاب", guild: "دوچرخه", story: "دوچرخه و قطعه، با ضمانت تعمیرگاه خودمان.", plan: "shop", term_months: 6,
        catalogue: "bicycles",
      },
    ],
  },
  {
    email: "reza@pasaj.test", password: "reza-of-the-sandbox", person: "رضا کریمی", phone: "+989121000003",
    application: {
      kind: "natural", name: "رضا کریمی", national_id: "1286275822", company_id: null, licence_number: "ز-۱۸۲۴۵", licence_expires_on: "2036-03-19", phone: "+989131000003",
      city: "اصفهان", address: "اصفهان، بازار قیصریه، راسته زرگرها، پلاک ۴۴",
    },
    sheba: "IR820540102680020817909002",
    shops: [
      {
        handle: "termeh", name: "زیورآلات ترمه", guild: "زیورآلات", story: "نقره و فیروزه از کارگاه پدر و پسر.", plan: "shop", term_months: 12,
        catalogue: "jewelery",
      },
    ],
  },
]
