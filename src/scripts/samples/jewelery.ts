import { header } from "./header"

/** Silver and turquoise from an Isfahan workshop: few pieces of each. */
export const jewelery = `${header}
turquoise-ring,انگشتر نقره با فیروزه‌ی نیشابور,"<p>نقره‌ی عیار ۹۲۵، فیروزه‌ی عجمی.</p><p>Silver 925 ring with a Nishapur turquoise.</p>",ترمه,انگشتر,"نقره, فیروزه",true,سایز,۵۴,,,TR-54,9,3,62.00,
turquoise-ring,,,,,,,,۵۷,,,TR-57,9,4,62.00,
turquoise-ring,,,,,,,,۶۰,,,TR-60,10,2,62.00,
filigree-earrings,گوشواره‌ی ملیله,"<p>ملیله‌ی دست‌ساز زنجان.</p><p>Hand-made filigree earrings from Zanjan.</p>",ترمه,گوشواره,"نقره, ملیله",true,Title,Default Title,,,FE-1,7,6,34.80,6260400400019
agate-bracelet,دستبند عقیق,"<p>دانه‌های عقیق یمنی با قفل نقره.</p><p>Agate beads on a silver clasp.</p>",ترمه,دستبند,"عقیق, هدیه",true,رنگ,قرمز,,,AB-R,22,8,19.50,
agate-bracelet,,,,,,,,سیاه,,,AB-K,22,5,19.50,
name-necklace,گردنبند نام به خط نستعلیق,"<p>نام دلخواه، ساخت هفت روز کاری.</p><p>Necklace with a name in nastaliq, made to order in seven working days.</p>",ترمه,گردنبند,"نقره, سفارشی",true,جنس,نقره,,,NN-S,11,10,48.00,
name-necklace,,,,,,,,طلای ۱۸ عیار,,,NN-G,12,2,415.00,
prayer-beads,تسبیح شاه‌مقصود,"<p>۳۳ دانه، سنگ شاه‌مقصود قندهار.</p><p>Thirty-three beads of serpentine.</p>",ترمه,تسبیح,"سنگ, هدیه",true,Title,Default Title,,,PB-33,58,5,27.30,6260400400026
`
