package server

import (
	"slices"

	"github.com/countersign/countersign/internal/archives"
	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/foreign"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/httpapi"
	"github.com/countersign/countersign/internal/notice"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/periodic"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/refdata"
	"github.com/countersign/countersign/internal/review"
	"github.com/countersign/countersign/internal/searches"
	"github.com/countersign/countersign/internal/settle"
)

// Tables are the governed tables of all areas.
var Tables = slices.Concat(
	directory.Tables, policy.Tables,
	payments.Tables, cycles.Tables, recon.Tables, refdata.Tables, deliver.Tables, foreign.Tables, review.Tables, notice.Tables, ascode.Tables, searches.Tables, periodic.Tables, archives.Tables,
)

// Verbs are the commands and further permissions of all areas.
var Verbs = slices.Concat([]govern.Verb{directory.FoundVerb}, directory.Verbs, policy.Verbs, payments.Verbs, cycles.Verbs, settle.Verbs, recon.Verbs, refdata.Verbs, deliver.Verbs, ascode.Verbs, review.Verbs, notice.Verbs, searches.Verbs, periodic.Verbs, archives.Verbs, httpapi.Verbs)

// mount serves every table and command. A table needs its line here because its
// row type does; a test finds one that has none.
func mount(a *httpapi.API, c *deliver.Courier) {
	httpapi.Mount(a, directory.Units)
	httpapi.Mount(a, directory.Users)
	httpapi.Mount(a, directory.Groups)
	httpapi.Mount(a, directory.Members)
	httpapi.Mount(a, directory.Roles)
	httpapi.Mount(a, directory.Grants)
	httpapi.Mount(a, directory.APITokens)
	httpapi.Tokens(a)
	httpapi.Links(a)
	httpapi.Mount(a, directory.SignInLinks)
	httpapi.Mount(a, directory.Credentials)
	httpapi.Mount(a, directory.Passkeys)
	httpapi.Mount(a, policy.Rules)
	httpapi.Mount(a, directory.Handovers)
	httpapi.Mount(a, directory.SessionEnds)
	httpapi.Handovers(a)
	httpapi.Mount(a, policy.SignIns)
	httpapi.Mount(a, policy.Accesses)
	httpapi.Mount(a, policy.DutyRules)
	httpapi.Mount(a, policy.DutyExceptions)
	httpapi.Mount(a, policy.Deputies)
	httpapi.Deputies(a)
	httpapi.Duties(a)
	httpapi.FourEyes(a)
	httpapi.Joinables(a)

	httpapi.Mount(a, payments.Customers)
	httpapi.Mount(a, payments.Accounts)
	httpapi.Mount(a, payments.Signatories)
	httpapi.Mount(a, payments.Jobs)
	httpapi.Mount(a, payments.UserJobs)
	httpapi.Mount(a, payments.Exclusions)
	httpapi.Mount(a, payments.BankInstructions)
	httpapi.Mount(a, payments.Packages)
	httpapi.Mount(a, payments.Orders)
	httpapi.Mount(a, payments.Signatures)
	httpapi.Mount(a, payments.Bands)
	httpapi.Mount(a, payments.Calendars)
	httpapi.Mount(a, payments.Holidays)
	httpapi.Mount(a, payments.CallBacks)
	httpapi.Mount(a, payments.Reports)
	httpapi.Mount(a, payments.Lines)
	httpapi.Packages(a)

	httpapi.Mount(a, cycles.Participants)
	httpapi.Mount(a, cycles.Cycles)
	httpapi.Mount(a, cycles.Invoices)
	httpapi.Mount(a, cycles.Rates)
	httpapi.Mount(a, cycles.Settlements)
	httpapi.Cycles(a)

	httpapi.Mount(a, recon.Processes)
	httpapi.Mount(a, recon.Runs)
	httpapi.Mount(a, recon.Exceptions)
	httpapi.Mount(a, recon.Comments)
	httpapi.Mount(a, recon.HandMatches)
	httpapi.Mount(a, recon.BrokenMatches)
	httpapi.Mount(a, recon.StagingCopies)
	httpapi.Mount(a, recon.Labels)
	httpapi.Runs(a)
	httpapi.Staging(a)

	httpapi.Mount(a, refdata.Defined)
	httpapi.Mount(a, refdata.Rows)
	httpapi.References(a)

	httpapi.Mount(a, deliver.Channels, func(c *deliver.Channel) error { return deliver.SealChannel(a.Ring, c) })
	httpapi.Mount(a, deliver.Deliveries)
	httpapi.Channels(a, c)

	httpapi.Mount(a, notice.Webhooks, func(w *notice.Webhook) error { return notice.SealWebhook(a.Ring, w) })
	httpapi.Mount(a, notice.Escalations)
	httpapi.Mount(a, notice.ExpectedFiles)
	httpapi.Mount(a, notice.Escalated)
	httpapi.Mount(a, notice.Choices)
	httpapi.Notices(a)

	httpapi.Mount(a, foreign.Types)
	httpapi.Mount(a, foreign.Entities)
	httpapi.Mount(a, foreign.Declared)

	httpapi.Mount(a, review.Reviews)
	httpapi.Mount(a, review.Items)
	httpapi.Reviews(a)
	httpapi.Stales(a)

	httpapi.Mount(a, searches.Searches)
	httpapi.Searches(a)
	httpapi.Mount(a, periodic.Schedules)
	httpapi.Mount(a, periodic.Reports)
	httpapi.MadeReports(a)
	httpapi.Mount(a, archives.Orders)

	httpapi.Mount(a, ascode.Exporters)
	httpapi.Mount(a, ascode.Imports)
	httpapi.Configurations(a, ascode.New(Tables))
	httpapi.Bundles(a, ascode.New(Tables))
	httpapi.Collusions(a, DeliveryUser)
	httpapi.Alarms(a)
	httpapi.Simulations(a, govern.SheetOf(directory.Units), govern.SheetOf(directory.Users), govern.SheetOf(directory.Groups),
		govern.SheetOf(directory.Members), govern.SheetOf(directory.Roles), govern.SheetOf(directory.Grants))

	for _, v := range Verbs {
		switch v.Name {
		case payments.SignVerb:
			httpapi.Signing(a, v)
		case httpapi.SendVerb:
			httpapi.Sending(a, v)
		case recon.BreakVerb:
			httpapi.Breaking(a, v)
		case archives.Archiving, archives.Restoring:
			httpapi.Archiving(a, v)
		default:
			httpapi.Command(a, v)
		}
	}
}
