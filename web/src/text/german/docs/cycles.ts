/** What the server says of the tables, columns and commands of netting cycles. */
export const cycles: Readonly<Record<string, string>> = {
  '2026-11-30': '2026-11-30',
  'A company whose invoices are netted.': 'Ein Unternehmen, dessen Rechnungen verrechnet werden.',
  'Above zero, at most 12 decimals.': 'Größer als null, höchstens 12 Nachkommastellen.',
  'Agrees to the result, after proving that it still stands on its inputs.':
    'Stimmt dem Ergebnis zu, nachdem belegt ist, dass es noch auf seinen Eingaben steht.',
  'Ends a settled cycle for ever.': 'Beendet einen ausgeglichenen Zyklus für immer.',
  'Ends the input of invoices.': 'Beendet die Eingabe von Rechnungen.',
  'How many invoices there must be.': 'Wie viele Rechnungen es sein müssen.',
  'Its text: a header line of reference,payer,payee,currency,amount and optionally due_date, in any order, then a line for each invoice. Participants are named by their codes.':
    'Ihr Text: eine Kopfzeile mit reference,payer,payee,currency,amount und wahlweise due_date in beliebiger Folge, dann je Rechnung eine Zeile. Teilnehmer werden mit ihrem Kürzel genannt.',
  'Keyed from the source, not from the screen: it must agree with what was keyed first.':
    'Aus der Quelle erfasst, nicht vom Bildschirm: Es muss mit dem zuerst Erfassten übereinstimmen.',
  'Keys a rate again, blind, as another person; both must agree.':
    'Erfasst einen Kurs noch einmal, blind, als andere Person; beide müssen übereinstimmen.',
  'Keys a rate for the first time, or anew.': 'Erfasst einen Kurs zum ersten Mal oder neu.',
  'Locks the rates, once every currency needed has a confirmed one.':
    'Sperrt die Kurse, sobald jede nötige Währung einen bestätigten hat.',
  'Nets the cycle and writes what settles each participant.':
    'Verrechnet den Zyklus und schreibt, was jeden Teilnehmer ausgleicht.',
  'Not zero; negative for a credit note.': 'Nicht null; negativ für eine Gutschrift.',
  'One round of netting.': 'Eine Runde der Verrechnung.',
  'Opens a cycle for input again and discards what was computed.':
    'Öffnet einen Zyklus wieder für Eingaben und verwirft, was berechnet wurde.',
  'Opens a draft for input.': 'Öffnet einen Entwurf für Eingaben.',
  "Plans a cycle, or changes one that is a draft; the id in the address becomes the cycle's.":
    'Plant einen Zyklus oder ändert einen, der Entwurf ist; die ID in der Adresse wird die des Zyklus.',
  'SHA-256 of what the result was computed from.': 'SHA-256 dessen, woraus das Ergebnis berechnet wurde.',
  'Seen from the participant.': 'Vom Teilnehmer aus gesehen.',
  'Take the good rows and leave out at most 100 bad ones.':
    'Die guten Zeilen nehmen und höchstens 100 schlechte auslassen.',
  'Takes the invoices of a CSV file in one change.': 'Nimmt die Rechnungen einer CSV-Datei in einer Änderung.',
  'The code of the package that is made.': 'Das Kürzel des Pakets, das entsteht.',
  'The code of the payer whose file it is; empty: a file of several payers, for who may import for all.':
    'Das Kürzel des Zahlers, dessen Datei es ist; leer: eine Datei mehrerer Zahler, für alle, die für alle importieren dürfen.',
  "The company in the organisation's tree; its people see its invoices.":
    'Das Unternehmen im Baum der Organisation; seine Leute sehen seine Rechnungen.',
  'The currency that it settles in.': 'Die Währung, in der es ausgleicht.',
  "The cycle's unit.": 'Die Einheit des Zyklus.',
  'The day on which it is due: 2026-11-15.': 'Der Tag, an dem sie fällig ist: 2026-11-15.',
  'The day on which settlements are paid: 2026-11-30.': 'Der Tag, an dem Ausgleichszahlungen fließen: 2026-11-30.',
  "The file's name, for the log.": 'Der Name der Datei, für das Protokoll.',
  "The invoice's number; once for ever between payer and payee.":
    'Die Nummer der Rechnung; einmal für immer zwischen Zahler und Empfänger.',
  'The one payment that settles a participant of a cycle.':
    'Die eine Zahlung, die einen Teilnehmer eines Zyklus ausgleicht.',
  "The participant's unit.": 'Die Einheit des Teilnehmers.',
  "The payer's unit.": 'Die Einheit des Zahlers.',
  'The unit that runs it.': 'Die Einheit, die ihn betreibt.',
  'The unit that runs it: the netting centre.': 'Die Einheit, die ihn betreibt: die Netting-Zentrale.',
  'Turns what an approved cycle pays out into the orders of one package.':
    'Macht aus dem, was ein genehmigter Zyklus auszahlt, die Aufträge eines Pakets.',
  'What files call it.': 'Wie Dateien es nennen.',
  'What one participant owes another.': 'Was ein Teilnehmer einem anderen schuldet.',
  "What one unit of a currency is worth in the cycle's base currency.":
    'Was eine Einheit einer Währung in der Basiswährung des Zyklus wert ist.',
  'What one unit of the currency is worth in the base currency.':
    'Was eine Einheit der Währung in der Basiswährung wert ist.',
  'What people call it: 2026-11.': 'Wie man ihn nennt: 2026-11.',
  'What rounding gave the participant, in base currency, exact.':
    'Was das Runden dem Teilnehmer brachte, in Basiswährung, genau.',
  'What the amounts must come to, added up whatever their currency.':
    'Was die Beträge ergeben müssen, ungeachtet ihrer Währung zusammengezählt.',
  'Where it is paid.': 'Wo es bezahlt wird.',
  "Who pays: the customer that the netting centre's accounts belong to.":
    'Wer zahlt: der Kunde, dem die Konten der Netting-Zentrale gehören.',
  "Without sign, in the participant's currency.": 'Ohne Vorzeichen, in der Währung des Teilnehmers.',
  'Where others have to agree: nobody leaves invoices out, and one that cannot be taken any more stops all. Control values ask for the same.':
    'Wenn andere zustimmen müssen: Niemand lässt Rechnungen aus, und eine, die nicht mehr geht, hält alle auf. Kontrollwerte verlangen dasselbe.',
};
