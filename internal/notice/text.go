package notice

import (
	"fmt"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/countersign/countersign/internal/govern"
)

// words of mails, in both languages.
type words struct {
	subject, says map[Kind]string // by kind; escalations and deliveries by why
	many          string
	asked         string
	since, until  string
	told          map[string]string // by what happened
	outcomes      map[string]string // that one person alone could bring about
	toldMany      string
	more          string
	greeting, end string
}

var english = words{
	subject: map[Kind]string{
		OfChange: "Waits for your agreement: %s", OfSignature: "Waits for your signature: package %s",
		OfException: "An exception is yours to solve: %s", OfReview: "Access is yours to review: %s",
		"failed": "A file did not arrive: %s", "unsure": "Ask the bank whether a file arrived: %s", OfUnsent: "Not on its way to the bank: package %s",
		OfMissing:  "Invoices are awaited: %s",
		OfFile:     "A file is late: %s",
		OfUntaken:  "Exceptions that nobody was given: %s",
		OfUnlooked: "Nobody looks after what they had: %s",
		OfHanded:   "Handed over to you: what %s had",
		OfAlarm:    "One person alone could do this: %s",
		allocated:  "An exception is your group's to look into: %s",
		OfReport:   "A report was made: %s",
		"too_long": "Waits too long: %s", "near_end": "Nears its end: %s",
	},
	says: map[Kind]string{
		OfChange: "The change %s waits for your agreement", OfSignature: "The package %s waits for your signature",
		OfException: "An exception of the process %s is yours to solve", OfReview: "In the review %s, access waits for your verdict",
		"failed":   "The file %s did not arrive and is not sent again until somebody has mended the cause and asks for it",
		"unsure":   "The file %s may have arrived; it is not sent again until somebody has asked the bank",
		OfUnsent:   "The package %s is accepted, and no file of it is on its way: its bank may have no channel",
		OfMissing:  "Of the company and the cycle %s there are no invoices to pay yet",
		OfFile:     "The file %s has not come",
		OfUntaken:  "In the run %s there are exceptions that nobody was given",
		OfUnlooked: "The time of %s is over, and nobody looks after what they had; suspend them and name a successor",
		OfHanded:   "What %s had is handed over to you; it stands on your first page until you have seen to it",
		OfAlarm:    "One person alone could do this now: %s. Who it is, and which rule is missing, is shown to you there",
		allocated:  "An exception of the process %s is your group's to look into",
		OfReport:   "The report %s was made",
		"too_long": "%s has waited too long", "near_end": "%s nears its end and waits yet",
	},
	many: "%d things wait for you", asked: ", asked for by %s", since: "since %s", until: "until %s",
	told: map[string]string{"created": "%s was created", "moved": "%s was moved to another unit", "suspended": "%s was suspended"},
	outcomes: map[string]string{
		"payment_to_new_beneficiary": "a payment to a new beneficiary", "user_gains_role": "somebody gains a role",
		"exception_force_closed": "an exception is closed", "four_eyes_rule_off": "a four-eyes rule is switched off",
	},
	toldMany: "What you asked for was done: %d users", more: "and %d more",
	greeting: "Good day %s,", end: "You choose how you are told under your name on the page:\n%s/me",
}

var german = words{
	subject: map[Kind]string{
		OfChange: "Wartet auf Ihre Zustimmung: %s", OfSignature: "Wartet auf Ihre Unterschrift: Paket %s",
		OfException: "Eine Ausnahme ist von Ihnen zu lösen: %s", OfReview: "Zugriffe sind von Ihnen zu prüfen: %s",
		"failed": "Eine Datei ist nicht angekommen: %s", "unsure": "Fragen Sie die Bank, ob eine Datei ankam: %s", OfUnsent: "Nicht auf dem Weg zur Bank: Paket %s",
		OfMissing:  "Rechnungen werden erwartet: %s",
		OfFile:     "Eine Datei ist überfällig: %s",
		OfUntaken:  "Ausnahmen, die niemand bekommen hat: %s",
		OfUnlooked: "Niemand kümmert sich um das Hinterlassene: %s",
		OfHanded:   "Ihnen übergeben: was %s hatte",
		OfAlarm:    "Eine Person allein könnte das: %s",
		allocated:  "Eine Ausnahme ist von Ihrer Gruppe zu prüfen: %s",
		OfReport:   "Ein Bericht wurde erstellt: %s",
		"too_long": "Wartet zu lange: %s", "near_end": "Endet bald: %s",
	},
	says: map[Kind]string{
		OfChange: "Die Änderung %s wartet auf Ihre Zustimmung", OfSignature: "Das Paket %s wartet auf Ihre Unterschrift",
		OfException: "Eine Ausnahme des Prozesses %s ist von Ihnen zu lösen", OfReview: "In der Überprüfung %s warten Zugriffe auf Ihr Urteil",
		"failed":   "Die Datei %s ist nicht angekommen und wird erst wieder gesendet, wenn jemand die Ursache behoben hat und es verlangt",
		"unsure":   "Die Datei %s ist vielleicht angekommen; sie wird erst wieder gesendet, wenn jemand die Bank gefragt hat",
		OfUnsent:   "Das Paket %s ist angenommen, und keine Datei ist unterwegs: Vielleicht hat seine Bank keinen Kanal",
		OfMissing:  "Von Gesellschaft und Runde %s gibt es noch keine Rechnungen zu zahlen",
		OfFile:     "Die Datei %s ist nicht gekommen",
		OfUntaken:  "Im Lauf %s gibt es Ausnahmen, die niemand bekommen hat",
		OfUnlooked: "Die Zeit von %s ist vorbei, und niemand kümmert sich um das Hinterlassene; sperren Sie die Person und benennen Sie, wer nachfolgt",
		OfHanded:   "Was %s hatte, ist Ihnen übergeben; es steht auf Ihrer Startseite, bis Sie sich darum gekümmert haben",
		OfAlarm:    "Eine Person allein könnte das jetzt: %s. Wer es ist und welche Regel fehlt, wird Ihnen dort gezeigt",
		allocated:  "Eine Ausnahme des Prozesses %s ist von Ihrer Gruppe zu prüfen",
		OfReport:   "Der Bericht %s wurde erstellt",
		"too_long": "%s wartet schon zu lange", "near_end": "%s endet bald und wartet noch",
	},
	many: "%d Dinge warten auf Sie", asked: ", veranlasst von %s", since: "seit %s", until: "bis %s",
	told: map[string]string{"created": "%s wurde angelegt", "moved": "%s wurde in eine andere Einheit versetzt", "suspended": "%s wurde gesperrt"},
	outcomes: map[string]string{
		"payment_to_new_beneficiary": "eine Zahlung an einen neuen Empfänger", "user_gains_role": "jemand bekommt eine Rolle",
		"exception_force_closed": "eine Ausnahme wird geschlossen", "four_eyes_rule_off": "eine Vier-Augen-Regel wird ausgeschaltet",
	},
	toldMany: "Was Sie veranlasst haben, ist geschehen: %d Benutzer", more: "und %d weitere",
	greeting: "Guten Tag %s,", end: "Wie Sie benachrichtigt werden, wählen Sie auf der Seite unter Ihrem Namen:\n%s/me",
}

// compose writes the mail of a notice. What is repeated has the same Message-ID.
func (h *Herald) compose(n *row, to *mail.Address, lines []line) *letter {
	w := &english
	if h.German {
		w = &german
	}
	l := &letter{id: string(n.ID) + "@" + h.host(), to: *to, at: h.Engine.Now(), subject: fmt.Sprintf(w.many, len(lines))}
	if len(lines) == 1 {
		l.subject = h.subject(w, &lines[0])
	}
	parts := []string{fmt.Sprintf(w.greeting, oneLine(to.Name))}
	for i := range lines {
		parts = append(parts, h.says(w, &lines[i]))
	}
	if h.Base != "" {
		parts = append(parts, "-- \n"+fmt.Sprintf(w.end, h.Base))
	}
	l.text = strings.Join(parts, "\n\n") + "\n"
	return l
}

// kindOf is what the line is worded by.
func (l *line) kindOf() Kind {
	if l.Kind == ofEscalation || l.Kind == OfDelivery || l.Kind == OfException && l.Why == allocated {
		return Kind(l.Why)
	}
	return l.Kind
}

func (h *Herald) subject(w *words, l *line) string {
	if l.Kind != ofTold {
		return fmt.Sprintf(w.subject[l.kindOf()], w.what(l))
	}
	if l.Count == 1 {
		return h.happened(w, &l.Told[0])
	}
	return fmt.Sprintf(w.toldMany, l.Count)
}

// what is what waits, in words.
func (w *words) what(l *line) string {
	if l.Kind == OfAlarm || l.Inner == OfAlarm {
		return w.outcomes[l.What]
	}
	return oneLine(l.What)
}

func (h *Herald) happened(w *words, t *govern.TidingsItem) string {
	return fmt.Sprintf(w.told[t.What], h.name(string(t.ID)))
}

// says is what waits, who asked, since and until when, and where to look.
func (h *Herald) says(w *words, l *line) string {
	if l.Kind == ofTold {
		var list []string
		for i := range l.Told {
			t := &l.Told[i]
			list = append(list, strings.TrimRight("- "+h.happened(w, t)+"\n  "+h.link(ofTold, t.ID), "\n "))
		}
		if l.Count > len(l.Told) {
			list = append(list, fmt.Sprintf("- "+w.more, l.Count-len(l.Told)))
		}
		return strings.Join(list, "\n")
	}
	text := fmt.Sprintf(w.says[l.kindOf()], w.what(l))
	if l.Maker != "" {
		text += fmt.Sprintf(w.asked, h.name(l.Maker))
	}
	when := fmt.Sprintf(w.since, moment(l.Since))
	if l.Until != 0 {
		when += ", " + fmt.Sprintf(w.until, moment(l.Until))
	}
	kind, record := l.Kind, l.Record
	if kind == ofEscalation {
		kind, record = l.Inner, l.About
	}
	return strings.TrimRight(text+",\n"+when+".\n"+h.link(kind, record), "\n")
}

// name is what a user is called, without line ends.
func (h *Herald) name(user string) string {
	if u, known := h.Engine.Access().User(user); known {
		return oneLine(u.Name)
	}
	return oneLine(user)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func moment(at govern.Time) string {
	return time.UnixMicro(int64(at)).UTC().Format("2006-01-02 15:04 UTC")
}

// host is the right side of Message-IDs.
func (h *Herald) host() string {
	if u, err := url.Parse(h.Base); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "countersign.invalid"
}
