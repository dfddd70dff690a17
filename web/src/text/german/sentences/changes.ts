/** What the server says of changes, the log and the installation. */
export const changes: Readonly<Record<string, string>> = {
  '%d is below %d.': '{1} liegt unter {2}.',
  'Give a time between the years 0 and 9999.': 'Geben Sie eine Zeit zwischen den Jahren 0 und 9999 an.',
  '%q is no name of a table: small letters and underscores, singular.':
    '„{1}“ ist kein Name einer Tabelle: Kleinbuchstaben und Unterstriche, Einzahl.',
  '%q is not a whole number.': '„{1}“ ist keine ganze Zahl.',
  '%q is not of the form %s.': '„{1}“ hat nicht die Form {2}.',
  '%s has agreed to this change already, with or as a deputy; nobody counts twice.':
    '{1} hat dieser Änderung schon zugestimmt, mit oder als Stellvertretung; niemand zählt zweimal.',
  '%s holds another public key than the key ring. Checkpoints of two logs must not share a folder.':
    '{1} enthält einen anderen öffentlichen Schlüssel als der Schlüsselring. Prüfpunkte zweier Protokolle dürfen keinen Ordner teilen.',
  '%s is not active; a user administrator can say why.':
    '{1} ist nicht aktiv; die Benutzerverwaltung kann sagen, warum.',
  '%s needs the number of a ticket; give it with the request.':
    '{1} braucht die Nummer eines Tickets; geben Sie sie mit an.',
  '%s, who answers for the service %s, is not active; somebody else has to become its keeper.':
    '{1} ist für den Dienst {2} verantwortlich und nicht aktiv; jemand anderes muss ihn übernehmen.',
  '%s. Ask for an exception that lasts as long as this would.':
    '{1}. Beantragen Sie eine Ausnahme, die so lange gilt wie dies gelten würde.',
  '%s. Nobody may hold these together.': '{1}. Niemand darf das zusammen innehaben.',
  'A four-eyes rule holds this step as change %s.': 'Eine Vier-Augen-Regel hält diesen Schritt als Änderung {1}.',
  'A four-eyes rule speaks of what would be no more: %v. Change the rule first.':
    'Eine Vier-Augen-Regel spricht von etwas, was es nicht mehr gäbe: {1}. Ändern Sie zuerst die Regel.',
  'A page holds 1 to %d entries.': 'Eine Seite hat 1 bis {1} Einträge.',
  'A record or field is searched for in a table; name the table.':
    'Nach einem Datensatz oder Feld wird in einer Tabelle gesucht; nennen Sie die Tabelle.',
  'A record with these values exists already.': 'Einen Datensatz mit diesen Werten gibt es schon.',
  'A ticket rule speaks of what would be no more: %v. Change the rule first.':
    'Eine Ticketregel spricht von etwas, was es nicht mehr gäbe: {1}. Ändern Sie zuerst die Regel.',
  'All that this change asked for is so already.': 'Alles, was diese Änderung verlangte, ist schon so.',
  'An amount is compared with one like %s>=EUR 12.50, a currency like %s=EUR.':
    'Ein Betrag wird verglichen wie {1}>=EUR 12.50, eine Währung wie {2}=EUR.',
  'Another node signed the audit log meanwhile.': 'Ein anderer Knoten hat das Protokoll inzwischen unterzeichnet.',
  'Another record is named that does not exist, or this one is still referred to.':
    'Es wird ein anderer Datensatz genannt, den es nicht gibt, oder auf diesen wird noch verwiesen.',
  'At most %d changes are decided in one step.': 'In einem Schritt wird höchstens über {1} Änderungen entschieden.',
  'Audit entry %d is not in the database: if it was archived, restore it first; if not, run countersign audit verify.':
    'Eintrag {1} des Protokolls ist nicht in der Datenbank: Wurde er archiviert, holen Sie ihn erst zurück; wenn nicht, führen Sie countersign audit verify aus.',
  'Change %s of this %s waits already. Decide or withdraw it first.':
    'Die Änderung {1} dieses Datensatzes ({2}) wartet schon. Entscheiden Sie darüber oder ziehen Sie sie zurück.',
  'Declare the table %s first, and change its rows in another change.':
    'Erklären Sie zuerst die Tabelle {1} und ändern Sie ihre Zeilen in einer anderen Änderung.',
  'Entry %d has no proof: checkpoints cover the entries 1 to %d.':
    'Eintrag {1} hat keinen Nachweis: Prüfpunkte decken die Einträge 1 bis {2}.',
  'Give at least %d characters.': 'Geben Sie mindestens {1} Zeichen an.',
  'More than %d rows would have to be looked at one by one; filter the list or leave the count out.':
    'Mehr als {1} Zeilen müssten einzeln angesehen werden; filtern Sie die Liste, oder lassen Sie die Zählung weg.',
  'Name 1 to %d changes.': 'Nennen Sie 1 bis {1} Änderungen.',
  'Nobody does this alone. Set up a four-eyes rule on %s first.':
    'Das tut niemand allein. Legen Sie zuerst eine Vier-Augen-Regel für {1} an.',
  'Nobody of that name is known here.': 'Niemand dieses Namens ist hier bekannt.',
  'Only %s, who made this change, can ask for it again.':
    'Nur {1}, von wem diese Änderung stammt, kann sie noch einmal veranlassen.',
  'Only %s, who made this change, can withdraw it.': 'Nur {1}, von wem diese Änderung stammt, kann sie zurückziehen.',
  'Others changed meanwhile what this would set back: %s%s. Say that yours goes first, or bring what is written up to date and send it anew.':
    'Andere haben inzwischen geändert, was dies zurücksetzen würde: {1}{2}. Sagen Sie, dass Ihres vorgeht, oder bringen Sie das Geschriebene auf den Stand und senden Sie es neu.',
  '%s cannot be asked for again here; make the change again.':
    '{1} kann hier nicht noch einmal veranlasst werden; veranlassen Sie die Änderung neu.',
  'Others changed what you wanted to change: %s. Say that yours goes first, or make another change.':
    'Andere haben geändert, was Sie ändern wollten: {1}. Sagen Sie, dass Ihre vorgeht, oder veranlassen Sie eine andere Änderung.',
  'Records of %s have no file to deliver.': 'Datensätze der Tabelle {1} haben keine Datei zu liefern.',
  'Say after %s~ what it is to contain.': 'Sagen Sie hinter {1}~, was enthalten sein soll.',
  'Say why, so that the maker can do better.':
    'Sagen Sie, warum, damit die veranlassende Person es besser machen kann.',
  'The %s %s does not fit: %s: %s Change it first.': '{1} {2} passt nicht: {3}: {4} Ändern Sie das zuerst.',
  'The %s %s is referred to by %s. Change or end these first.':
    'Auf {1} {2} verweist {3}. Ändern oder beenden Sie das zuerst.',
  'The %s %s would be left without an administrator; %s is the last. Grant it to somebody else first.':
    '{1} {2} bliebe ohne Verwalter; der letzte ist {3}. Geben Sie das Recht zuerst jemand anderem.',
  'The %s is at version %d, not %d: it changed since it was read. Read it again and repeat the change.':
    '{1} ist bei Version {2}, nicht {3}: Der Datensatz wurde geändert, seit er gelesen wurde. Lesen Sie ihn noch einmal und wiederholen Sie die Änderung.',
  'The change %s is named twice.': 'Die Änderung {1} ist zweimal genannt.',
  'The checkpoint file %s proves %d audit entries that this database does not have: it was turned back, or is another. Nothing is signed until it is whole again; if an older backup was restored on purpose, move the file away and keep it as the proof of what was lost.':
    'Die Prüfpunktdatei {1} belegt {2} Einträge, die diese Datenbank nicht hat: Sie wurde zurückgedreht oder ist eine andere. Nichts wird unterzeichnet, bis sie wieder ganz ist; wurde absichtlich eine ältere Sicherung eingespielt, verwahren Sie die Datei anderswo als Beleg dessen, was verloren ging.',
  'The checkpoint file or its key cannot be kept at %s.':
    'Die Prüfpunktdatei oder ihr Schlüssel kann unter {1} nicht verwahrt werden.',
  'The column %s is not filtered by %s but by %s.': 'Die Spalte {1} wird nicht mit {2} gefiltert, sondern mit {3}.',
  "The column %s refers to %s, which is no table of the program's own.":
    'Die Spalte {1} verweist auf {2}, und das ist keine Tabelle des Programms selbst.',
  'The command %s takes other fields by now; make the change again.':
    'Der Befehl {1} nimmt inzwischen andere Felder; veranlassen Sie die Änderung noch einmal.',
  'The database went away before anything was written; try again.':
    'Die Datenbank fiel aus, bevor etwas geschrieben wurde; versuchen Sie es noch einmal.',
  "The database went away while it was answering. Look in the audit log for this request's id before you try again.":
    'Die Datenbank fiel aus, während sie antwortete. Sehen Sie im Prüfprotokoll nach der Nummer dieser Anfrage, bevor Sie es noch einmal versuchen.',
  'The entries %d to %d cannot be exported: checkpoints cover the entries 1 to %d. Newer ones are covered within a second.':
    'Die Einträge {1} bis {2} können nicht exportiert werden: Prüfpunkte decken die Einträge 1 bis {3}. Neuere sind binnen einer Sekunde gedeckt.',
  'The form of tickets is no regular expression: %v.': 'Die Form der Ticketnummern ist kein regulärer Ausdruck: {1}.',
  'The id %s was of a %s that is deleted, and stays its own; take another.':
    'Die ID {1} gehörte zu einem gelöschten Datensatz ({2}) und bleibt dessen; nehmen Sie eine andere.',
  'The last checkpoint was not signed by this key ring. Give the ring that belongs to this log.':
    'Der letzte Prüfpunkt wurde nicht mit diesem Schlüsselring unterzeichnet. Geben Sie den Ring, der zu diesem Protokoll gehört.',
  'The package debits accounts of %s and of %s; one file goes to one bank.':
    'Das Paket belastet Konten von {1} und von {2}; eine Datei geht an eine Bank.',
  'The record changed since it was read; read it again and repeat the change.':
    'Der Datensatz wurde geändert, seit er gelesen wurde; lesen Sie ihn noch einmal und wiederholen Sie die Änderung.',
  'The request waited too long and was not begun; try again.':
    'Die Anfrage wartete zu lange und wurde nicht begonnen; versuchen Sie es noch einmal.',
  'The role %s gives the permission %s, which would be no more. Take it out of the role first.':
    'Die Rolle {1} gibt das Recht {2}, das es nicht mehr gäbe. Nehmen Sie es zuerst aus der Rolle.',
  'The table %s cannot be declared: %v.': 'Die Tabelle {1} kann nicht erklärt werden: {2}.',
  'The table %s has been declared anew meanwhile; make the change again.':
    'Die Tabelle {1} ist inzwischen neu erklärt worden; machen Sie die Änderung noch einmal.',
  'The personnel id of its maker was changed after this change was made, so that nobody can tell whose own it is. Have it asked anew.':
    'Die Personalnummer dessen, der diese Änderung veranlasst hat, ist seither geändert worden, sodass niemand sagen kann, wessen eigene sie ist. Lassen Sie sie neu veranlassen.',
  'The personnel id of whoever agrees here was changed after this change was made. Somebody else has to agree, or it is asked anew.':
    'Die Personalnummer dessen, der hier zustimmt, ist geändert worden, nachdem diese Änderung veranlasst wurde. Jemand anderes muss zustimmen, oder sie wird neu veranlasst.',
  'The table %s has other columns than when the change was made; make the change again.':
    'Die Tabelle {1} hat andere Spalten als zu der Zeit, als die Änderung veranlasst wurde; veranlassen Sie sie noch einmal.',
  'The table %s is no more.': 'Die Tabelle {1} gibt es nicht mehr.',
  'The ticket %q does not have the form %s.': 'Die Ticketnummer „{1}“ hat nicht die Form {2}.',
  'The ticket rule on %s cannot be used: %v.': 'Die Ticketpflicht für {1} ist nicht zu gebrauchen: {2}.',
  'The time of %s here is over.': 'Die Zeit von {1} hier ist vorbei.',
  'The wall %s keeps you from what this change is about, for whomever you act.':
    'Die Wand {1} hält Sie von dem fern, worum es in dieser Änderung geht, für wen Sie auch handeln.',
  'There is a %s %s already.': '{1} {2} gibt es schon.',
  'There is a permission %s already; take another name.':
    'Ein Recht {1} gibt es schon; nehmen Sie einen anderen Namen.',
  'There is a table %s already; take another name.': 'Eine Tabelle {1} gibt es schon; nehmen Sie einen anderen Namen.',
  'There was no %s %s then.': 'Damals gab es {1} {2} nicht.',
  'There is no change %s.': 'Die Änderung {1} gibt es nicht.',
  'There is no channel to the bank %s; enter one.': 'Es gibt keinen Kanal zur Bank {1}; legen Sie einen an.',
  'There is no column %q to %s by; there are %s.': 'Es gibt keine Spalte „{1}“ dafür ({2}); es gibt {3}.',
  'Nothing waits under a rule on %s: it is asked for, and changes no record.':
    'Unter einer Regel auf {1} wartet nichts: Danach wird gefragt, und es ändert keinen Datensatz.',
  'Nothing waits under a rule on %s: it carries out what was agreed to before.':
    'Unter einer Regel auf {1} wartet nichts: Es führt aus, dem schon zugestimmt wurde.',
  'There is no command %q.': 'Es gibt keinen Befehl „{1}“.',
  'There is no command %s any more.': 'Den Befehl {1} gibt es nicht mehr.',
  'There is no table %q.': 'Eine Tabelle „{1}“ gibt es nicht.',
  'There must always be at least %d people with %s over everything and for good. This would leave %s.':
    'Es muss immer mindestens {1} Personen mit {2} für alles und auf Dauer geben. Es blieben: {3}.',
  'These amounts are too large to be added up; look at fewer changes.':
    'Diese Beträge sind zu groß, um addiert zu werden; sehen Sie weniger Änderungen an.',
  'This cannot stand here: %v.': 'Das kann hier nicht stehen: {1}.',
  'This change does not hold together: %v.': 'Diese Änderung passt nicht zusammen: {1}.',
  'This change is %s already.': 'Diese Änderung ist schon im Stand „{1}“.',
  'This change is %s.': 'Diese Änderung ist im Stand „{1}“.',
  'This change is %s; only one that ended without being executed is asked for again.':
    'Diese Änderung ist im Stand „{1}“; nur eine, die endete, ohne ausgeführt zu werden, wird noch einmal veranlasst.',
  'This change still has time.': 'Diese Änderung hat noch Zeit.',
  'This change was asked for again already; entry %d of the log says what became of it.':
    'Diese Änderung wurde schon noch einmal veranlasst; Eintrag {1} des Protokolls sagt, was daraus wurde.',
  'This change was rejected: %s. Make another one that heeds it.':
    'Diese Änderung wurde abgelehnt: {1}. Veranlassen Sie eine andere, die das beachtet.',
  'This duty rule cannot be used: %s.': 'Diese Trennungsregel ist nicht brauchbar: {1}.',
  'This four-eyes rule cannot be used: %v.': 'Diese Vier-Augen-Regel ist nicht verwendbar: {1}.',
  'This idempotency key was used for another request; take a new one.':
    'Dieser Idempotenzschlüssel wurde für eine andere Anfrage verwendet; nehmen Sie einen neuen.',
  'This is not the change you were shown: its digest is %s. Look at it again.':
    'Das ist nicht die Änderung, die Ihnen gezeigt wurde: Ihre Prüfsumme ist {1}. Sehen Sie sie noch einmal an.',
  'This node is stopping; try again on another.': 'Dieser Knoten wird beendet; versuchen Sie es auf einem anderen.',
  'The rule %s holds what access is mended by. There must always be people who can meet it over everything and for good, and somebody else who asks. This would leave %s.':
    'Die Regel {1} hält an, womit sich Zugriff in Ordnung bringen lässt. Es muss immer Personen geben, die sie über alles und auf Dauer erfüllen können, und jemand anderen, der fragt. So blieben: {2}.',
  'This text is not valid UTF-8.': 'Dieser Text ist kein gültiges UTF-8.',
  'This value cannot be kept: %v': 'Dieser Wert kann nicht gespeichert werden: {1}',
  'This would add to what %s may do. Nobody makes or agrees to such a change for themselves; ask another administrator.':
    'Damit dürfte {1} mehr tun. Niemand macht eine solche Änderung für sich selbst oder stimmt ihr zu; fragen Sie einen anderen Administrator.',
  'This would give %s %s. Nobody agrees to their own access.':
    'Das würde {1} Folgendes geben: {2}. Niemand stimmt dem eigenen Zugriff zu.',
  'This would give you %s. Nobody widens their own access; ask another administrator.':
    'Das würde Ihnen Folgendes geben: {1}. Niemand erweitert den eigenen Zugriff; bitten Sie jemand anderen aus der Verwaltung.',
  'This would give you %s, by bringing it where you may do more. Nobody widens their own access; ask another administrator.':
    'Das würde Ihnen Folgendes geben, weil es dorthin kommt, wo Sie mehr dürfen: {1}. Niemand erweitert den eigenen Zugriff; bitten Sie jemand anderen aus der Verwaltung.',
  'Nobody could ever meet the rule %s: enough people hold what it asks for, but nowhere together. Eligible today, each somewhere: %s.':
    'Niemand könnte die Regel {1} je erfüllen: Genug Personen haben, was sie verlangt, aber nirgends zusammen. Heute kann es jede irgendwo: {2}.',
  'Nobody could ever meet the rule %s: no other person, or none of another unit where it asks for one, is left who could have asked for the change. Eligible today: %s.':
    'Niemand könnte die Regel {1} je erfüllen: Es bleibt keine andere Person, oder keine aus einer anderen Einheit, wo sie das verlangt, die um die Änderung hätte bitten können. Heute können zustimmen: {2}.',
  'Too few people could ever meet the rule %s. Eligible today: %s.':
    'Zu wenige könnten die Regel {1} je erfüllen. Heute können es: {2}.',
  'Two columns would be kept as %s; name one of them otherwise.':
    'Zwei Spalten würden als {1} gespeichert; nennen Sie eine davon anders.',
  'What %s was asked with is not kept; make the change again.':
    'Womit {1} veranlasst wurde, ist nicht verwahrt; veranlassen Sie die Änderung noch einmal.',
  'You are not the deputy of %s, or not now.': 'Sie vertreten {1} nicht, oder nicht jetzt.',
  'You have agreed to this change already.': 'Sie haben dieser Änderung schon zugestimmt.',
  'You made this change; somebody else has to agree to it.':
    'Sie haben diese Änderung veranlasst; jemand anderes muss ihr zustimmen.',
  'Your agreement is not one of those that this change needs.':
    'Ihre Zustimmung ist keine von denen, die diese Änderung braucht.',
  'Your agreement is not one of those that this change needs: %s.':
    'Ihre Zustimmung ist keine von denen, die diese Änderung braucht: {1}.',
  'Nothing would be left of the change; reject it instead.':
    'Von der Änderung bliebe nichts übrig; lehnen Sie sie stattdessen ab.',
  'This change is all or nothing: its maker asked for that, or some of its rows follow from others, as when somebody is suspended or moved. Agree to every row, or reject it.':
    'Diese Änderung gilt ganz oder gar nicht: Das wurde so verlangt, oder einige ihrer Zeilen folgen aus anderen, etwa wenn jemand gesperrt oder versetzt wird. Stimmen Sie allen Zeilen zu, oder lehnen Sie ab.',
  '%s is no permission to approve. Name one that ends with .approve, such as %s.approve, or a group.':
    '{1} ist kein Recht zuzustimmen. Nennen Sie eines, das mit .approve endet, etwa {2}.approve, oder eine Gruppe.',
  'The rows of %s belong together: agree to all of them, or reject the change.':
    'Die Zeilen von {1} gehören zusammen: Stimmen Sie allen zu, oder lehnen Sie die Änderung ab.',
  'The %s %s rests on the %s %s, which is left out. Leave both out, or neither.':
    '{1} {2} beruht auf {3} {4}, was ausgelassen wird. Lassen Sie beide aus oder keines.',
  'Without what is left out, the %s %s does not hold: %s': 'Ohne das Ausgelassene geht {1} {2} nicht: {3}',
  'Whoever agreed before left %d rows out: %s. Agree to the same, or say yourself what is left out.':
    'Wer vorher zustimmte, ließ {1} Zeilen aus: {2}. Stimmen Sie demselben zu, oder sagen Sie selbst, was ausgelassen wird.',
  'The change has no row %s %s.': 'Die Änderung hat keine Zeile {1} {2}.',
};
