// What the two merchants hand in: one-page PDFs that say what they stand for.

/**
 * A document for POST /merchant/documents.
 * @param {string} kind such as `national_card`
 * @param {string} says what stands on the page
 */
export function paper(kind, says) {
  const text = `BT /F1 24 Tf 72 720 Td (${says}) Tj ET`
  const body =
    "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n" +
    "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>\nendobj\n" +
    `4 0 obj\n<< /Length ${text.length} >>\nstream\n${text}\nendstream\nendobj\n`
  const offsets = [1, 2, 3, 4].map((number) => body.indexOf(`${number} 0 obj`))
  const table = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("")
  const pdf = `${body}xref\n0 5\n0000000000 65535 f \n${table}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  return { kind, file_name: `${kind}.pdf`, content_type: "application/pdf", content: Buffer.from(pdf, "latin1").toString("base64") }
}
