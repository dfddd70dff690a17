package policy

import "github.com/countersign/countersign/internal/govern"

const area = "policy"

// Tables are the tables of the area.
var Tables = []govern.Any{Rules, SignIns, Accesses, DutyRules, DutyExceptions, Deputies}

// Verbs are the commands of the area.
var Verbs = []govern.Verb{
	{Name: "sign_in_policy.set", Area: area, Doc: "Set how people sign in: the record is sign_in. Every field is given; one that is left out is refused.", New: func() govern.Action { return &SetSignIn{} }},
	{
		Name: "four_eyes_rule.preset", Area: area, Makes: true, ByRow: true, New: func() govern.Action { return &Preset{} },
		Doc: "Switch a family of four-eyes rules on: the record is permissions, bank_instructions, third_party_payments, payment_release or everything.",
	},
	{Name: "access_policy.set", Area: area, Doc: "Set what holds for all access, but for domains and sponsor: the record is access. Every field is given; one that is left out is refused.", New: func() govern.Action { return &SetAccess{} }},
	{Name: "access_policy.set_domains", Area: area, Doc: "Set the domains of people's e-mail addresses: the record is access.", New: func() govern.Action { return &SetDomains{} }},
	{
		Name: "access_policy.sponsor_process_admin", Area: area, FourEyes: true, Ticket: true, New: func() govern.Action { return &SponsorProcessAdmin{} },
		Doc: "Let the role global-process-administrator be given, as a sponsor answers for it: the record is access. Never by one person alone, nor without a ticket.",
	},
	{Name: "me.name_deputy", Area: area, Doc: "Name one's own deputy for deciding on changes.", Own: true},
	{Name: "me.end_deputy", Area: area, Doc: "End a deputyship of one's own early, or give it back.", Own: true},
}
