import { header } from "./header"

/** Things for the house and the balcony: some with a choice of size, most without any option. */
export const homeAndGarden = `${header}
clay-pot,گلدان سفالی لالجین,"<p>سفال لعاب‌دار لالجین همدان، با زیرگلدانی.</p><p>Glazed clay pot from Lalejin, with its saucer.</p>",لالجین,گلدان,"باغ, سفال",true,اندازه,کوچک,,,CP-S,700,25,6.90,
clay-pot,,,,,,,,متوسط,,,CP-M,1500,18,11.90,
clay-pot,,,,,,,,بزرگ,,,CP-L,3200,6,19.90,
copper-tray,سینی مسی قلم‌زده,"<p>مس قلم‌زده‌ی اصفهان، قطر ۴۰ سانتی‌متر.</p><p>Engraved copper tray from Isfahan, 40 cm.</p>",میدان نقش جهان,آشپزخانه,"مس, صنایع دستی",true,Title,Default Title,,,CT-40,1100,7,44.50,6260200200011
kilim-cushion,کوسن گلیم,"<p>رویه‌ی گلیم دست‌باف، ۴۵ در ۴۵ سانتی‌متر.</p><p>Cushion with a hand-woven kilim cover, 45 × 45 cm.</p>",عشایر فارس,کوسن,"گلیم, خانه",true,رنگ,لاکی,,,KC-R,600,14,15.30,
kilim-cushion,,,,,,,,نیلی,,,KC-B,600,11,15.30,
samovar-lamp,چراغ رومیزی سماوری,"<p>پایه‌ی برنجی، کلید لمسی، لامپ ندارد.</p><p>Brass table lamp in the shape of a samovar; bulb not included.</p>",خانه‌آرا,روشنایی,"چراغ, برنج",true,Title,Default Title,,,SL-1,1900,9,58.00,6260200200028
herb-seeds,بذر سبزی خوردن (۶ گونه),"<p>ریحان، شاهی، تره، گشنیز، جعفری و نعناع.</p><p>Seeds of six Persian kitchen herbs.</p>",باغبان,بذر,"باغ, بذر",true,Title,Default Title,,,HS-6,40,120,3.20,6260200200035
`
