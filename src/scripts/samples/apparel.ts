import { header } from "./header"

/** Clothes sewn in Tehran: sizes and colours, one product that is not published yet. */
export const apparel = `${header}
linen-shirt,پیراهن کتان مردانه,"<p>کتان شسته، دکمه‌های چوبی.</p><p>Washed linen shirt with wooden buttons. Machine wash at 30 °C.</p>",مزون زهرا,پیراهن,"مردانه, کتان, تابستان",true,سایز,M,رنگ,سفید,LS-M-W,240,12,24.90,6260100100018
linen-shirt,,,,,,,,L,,سفید,LS-L-W,250,9,24.90,6260100100025
linen-shirt,,,,,,,,M,,سرمه‌ای,LS-M-N,240,7,26.50,6260100100032
linen-shirt,,,,,,,,L,,سرمه‌ای,LS-L-N,250,4,26.50,6260100100049
cotton-manteau,مانتوی نخی جلوباز,"<p>نخ پنبه‌ی صددرصد با سوزن‌دوزی روی سرآستین.</p><p>Open cotton coat with hand embroidery on the cuffs.</p>",مزون زهرا,مانتو,"زنانه, نخی",true,سایز,۳۸,,,CM-38,420,6,39.00,
cotton-manteau,,,,,,,,۴۰,,,CM-40,430,8,39.00,
cotton-manteau,,,,,,,,۴۲,,,CM-42,440,5,39.00,
silk-scarf,روسری ابریشم نقش ترمه,"<p>ابریشم طبیعی، ۹۰ در ۹۰ سانتی‌متر.</p><p>Silk scarf, 90 × 90 cm, printed with a termeh pattern.</p>",کارگاه یزد,روسری,"زنانه, ابریشم, هدیه",true,رنگ,فیروزه‌ای,,,SS-T,60,20,18.75,6260100100056
silk-scarf,,,,,,,,اناری,,,SS-P,60,15,18.75,6260100100063
wool-vest,جلیقه‌ی پشمی دست‌باف,"<p>پشم گوسفند سنگسری، دست‌باف.</p><p>Hand-knitted vest of Sangsari wool.</p>",مزون زهرا,جلیقه,"زمستان, دست‌باف",true,سایز,یک‌سایز,,,WV-1,380,3,46.20,
kids-tunic,تونیک دخترانه‌ی گل‌دار,"<p>پارچه‌ی نرم برای دو تا هشت سال.</p><p>Flowered tunic for girls from two to eight.</p>",مزون زهرا,کودک,"کودک, نخی",true,سن,۲ تا ۴,,,KT-2,150,10,12.40,
kids-tunic,,,,,,,,۵ تا ۸,,,KT-5,170,10,13.40,
winter-coat,پالتوی زمستانی (به‌زودی),"<p>از پاییز آینده.</p><p>From next autumn on.</p>",مزون زهرا,پالتو,زمستان,false,سایز,M,,,WC-M,1400,0,89.00,
`
