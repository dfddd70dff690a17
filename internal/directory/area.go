package directory

import "github.com/countersign/countersign/internal/govern"

// Tables are the tables of the area.
var Tables = []govern.Any{Units, Users, Groups, Members, Roles, Grants, APITokens, SignInLinks, Credentials, Passkeys, Handovers, SessionEnds}

// Verbs are the commands of the area. Those without New are carried out by the
// way in that alone knows what they need: a secret that was drawn or typed.
var Verbs = []govern.Verb{
	{Name: "user.invite", Area: area, Doc: "Make a one-time link by which a person sets a first or a new password; its secret is shown once."},
	{Name: "user.reset_factor", Area: area, Doc: "Take a person's second factor away, so that another is enrolled at the next sign-in; never one's own.", New: func() govern.Action { return &ResetFactor{} }},
	{Name: "user.reset_passkeys", Area: area, Doc: "Remove all passkeys of a person, whose device was lost; never one's own.", New: func() govern.Action { return &ResetPasskeys{} }},
	{Name: "user.suspend", Area: area, Doc: "Suspend a user, and hand over what the person had to a successor's list.", New: func() govern.Action { return &Suspend{} }},
	{Name: "user.hand_over", Area: area, Doc: "Hand over what a user had whose end date has come; the installation asks for it.", ByProgram: true},
	{Name: "grant.end", Area: area, Doc: "Take a grant away whose time is over, so that its end is in the log; the installation asks for it.", ByProgram: true, Foreseen: true},
	{Name: "member.end", Area: area, Doc: "Take a membership away whose time is over, so that its end is in the log; the installation asks for it.", ByProgram: true, Foreseen: true},
	{Name: "user.reactivate", Area: area, Doc: "Let a suspended user act again, with those grants and memberships alone that are named.", ByRow: true, New: func() govern.Action { return &Reactivate{} }},
	{Name: "user.move", Area: area, Doc: "Give a user another home unit, and end the memberships of the old one that are not named.", ByRow: true, New: func() govern.Action { return &Move{} }},
	{Name: "me.settle", Area: area, Doc: "Take something off one's own list of what was handed over.", Own: true},
	{Name: "user.end_sessions", Area: area, Doc: "End every session of a person, at once and on every node.", New: func() govern.Action { return &EndSessions{} }},
	{Name: "group.set_up", Area: area, Makes: true, ByRow: true, Doc: "Make a ready group with the roles of one kind of person: the record is the ready group's id, such as treasurer.", New: func() govern.Action { return &SetUpGroup{} }},
	{Name: "role.clone", Area: area, Doc: "Copy a role into one of one's own.", New: func() govern.Action { return &CloneRole{} }},
	{Name: "role.renew", Area: area, Doc: "Bring the standard roles and those of the program's own services to what a newer program says; the installation asks for it at its start.", ByProgram: true, Severable: true},
	{Name: "user.accept", Area: area, Doc: "Set a password by a one-time link.", ByLink: true},
	{Name: "me.set_password", Area: area, Doc: "Set another password of one's own.", Own: true},
	{Name: "me.enrol", Area: area, Doc: "Enrol a second factor of one's own.", Own: true},
	{Name: "me.replace_factor", Area: area, Doc: "Put another second factor of one's own in the place of the one there is.", Own: true},
	{Name: "me.add_passkey", Area: area, Doc: "Enrol a passkey of one's own, to sign with.", Own: true},
	{Name: "me.remove_passkey", Area: area, Doc: "Remove a passkey of one's own.", Own: true},
	{Name: "me.renew_recovery", Area: area, Doc: "Take other recovery codes for one's second factor; those before are of no use any more.", Own: true},
}

const area = "directory"
