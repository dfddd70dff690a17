/** What the server says of calendars, holding and releasing, flags, imports and the bank's answers. */
export const packages: Readonly<Record<string, string>> = {
  'The package %s is held already: %s': 'Das Paket {1} ist schon angehalten: {2}',
  'The order %s was recalled already: %s': 'Der Auftrag {1} wurde schon zurückgerufen: {2}',
  'The order %s is paid anew by another order already.': 'Den Auftrag {1} bezahlt schon ein anderer Auftrag neu.',
  'This file was taken already, as %s; nothing changed.':
    'Diese Datei wurde schon übernommen, als {1}; nichts hat sich geändert.',
  '%q stands in row %d already.': '„{1}“ steht schon in Zeile {2}.',
  '%d bank instructions pay at %.40q; name the beneficiary as one of them does.':
    '{1} Bankverbindungen zahlen an „{2}“; nennen Sie den Empfänger so wie eine von ihnen.',
  '%.40q is no amount of %s: write it like 1234.50.': '„{1}“ ist kein Betrag in {2}: Schreiben Sie ihn wie 1234.50.',
  'The bank took orders of %s for %s until %s (%s); give a later day.':
    'Die Bank nahm Aufträge von {1} für {2} bis {3} an ({4}); geben Sie einen späteren Tag an.',
  'The package %s is held and cannot be %s: %s Have it resumed first.':
    'Das Paket {1} ist angehalten und kann nicht {2} werden: {3} Lassen Sie es zuerst fortsetzen.',
  'The package was held: %s': 'Das Paket wurde angehalten: {1}',
  'The package %s is in time, or is on its way already.': 'Das Paket {1} ist rechtzeitig oder schon auf dem Weg.',
  'The package %s is too late for %s. %s': 'Das Paket {1} ist zu spät für {2}. {3}',
  'The account %s requires %d points by now, and the signatures have %d.':
    'Das Konto {1} verlangt inzwischen {2} Punkte, und die Unterschriften haben {3}.',
  'No payments are made on %s: it is %s. Give the next business day.':
    'Am {1} wird nicht gezahlt ({2}). Geben Sie den nächsten Bankarbeitstag an.',
  'The package %s needs no release: it leaves by itself.':
    'Das Paket {1} braucht keine Freigabe: Es geht von selbst hinaus.',
  '%s has no orders.': '{1} enthält keine Aufträge.',
  'The order %s was neither rejected nor returned; it is not paid again.':
    'Der Auftrag {1} wurde weder zurückgewiesen noch zurückgegeben; er wird nicht noch einmal bezahlt.',
  'The package %s is not held.': 'Das Paket {1} ist nicht angehalten.',
  'The amount must be more than zero.': 'Der Betrag muss größer als null sein.',
  'The package %s waits for its release.': 'Das Paket {1} wartet auf seine Freigabe.',
  'You entered or signed this package; a second party has to release it.':
    'Sie haben dieses Paket eingegeben oder unterschrieben; freigeben muss es eine zweite Stelle.',
  'The order %s is %s; there is nothing to give back.': 'Der Auftrag {1} ist {2}; es gibt nichts zurückzugeben.',
  'This is not the file that was accepted: its digest is %s. Look at it again.':
    'Das ist nicht die Datei, die angenommen wurde: Ihre Prüfsumme ist {1}. Sehen Sie sie noch einmal an.',
  'The change that waits is your own; somebody else has to call the beneficiary back.':
    'Die Änderung, die wartet, ist Ihre eigene; zurückrufen muss den Empfänger jemand anderes.',
  'Give the country or the currency that the calendar is of.':
    'Geben Sie das Land oder die Währung an, zu der der Kalender gehört.',
  'Say what is to be found out before it goes on.': 'Sagen Sie, was zu klären ist, bevor es weitergeht.',
  'Say why it is to be given back.': 'Sagen Sie, warum er zurückgegeben werden soll.',
  'What a bank said stays.': 'Was eine Bank gesagt hat, bleibt.',
  'At most %d days.': 'Höchstens {1} Tage.',
  'The file says more than %d things; ask the bank for smaller ones.':
    'Die Datei sagt mehr als {1} Dinge; bitten Sie die Bank um kleinere.',
  'An address needs its town.': 'Eine Anschrift braucht ihren Ort.',
  'The accounts of a package take one version of the file; %s takes another than those before it.':
    'Die Konten eines Pakets nehmen eine Fassung der Datei; {1} nimmt eine andere als die davor.',
  'The customer has no account %.40q in %s.': 'Der Kunde hat kein Konto „{1}“ in {2}.',
  'No bank instruction pays %.140q at %.40q in %s; enter one and have it agreed to first.':
    'Keine Bankverbindung zahlt „{1}“ an „{2}“ in {3}; erfassen Sie zuerst eine und lassen Sie ihr zustimmen.',
  'This is neither pain.002 nor camt.053 nor camt.029.': 'Das ist weder pain.002 noch camt.053 noch camt.029.',
  'Nobody asked for the order %s to be given back.': 'Niemand hat den Auftrag {1} zurückverlangt.',
  'There is no order %s.': 'Den Auftrag {1} gibt es nicht.',
  '%q is no time zone; give one such as Europe/Berlin.':
    '„{1}“ ist keine Zeitzone; geben Sie eine wie Europe/Berlin an.',
  'A cut-off needs the zone that it is told in, such as Europe/Berlin.':
    'Eine Annahmezeit braucht die Zone, in der sie gilt, etwa Europe/Berlin.',
};
