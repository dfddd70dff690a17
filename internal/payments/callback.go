package payments

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

// CallBack tells that somebody asked a beneficiary, on a way known before,
// whether they are really to be paid where the bank instruction says.
type CallBack struct {
	govern.Meta
	Unit               govern.ID   `json:"unit" db:"unit" audit:"show" ref:"unit" doc:"The bank instruction's unit."`
	BankInstruction    govern.ID   `json:"bank_instruction" db:"bank_instruction" audit:"show" ref:"bank_instruction"`
	InstructionVersion int64       `json:"instruction_version" db:"instruction_version" audit:"show" doc:"The version that was asked about."`
	Change             string      `json:"change" db:"change" audit:"show" required:"false" doc:"The change that waited then, if any."`
	SpokenTo           string      `json:"spoken_to" db:"spoken_to" audit:"show" minLength:"1" maxLength:"140"`
	Number             string      `json:"number" db:"number" audit:"show" minLength:"1" maxLength:"64" doc:"What was called."`
	Note               string      `json:"note" db:"note" audit:"show" required:"false" maxLength:"500"`
	NotedBy            govern.ID   `json:"noted_by" db:"noted_by" audit:"show" ref:"user"`
	NotedAt            govern.Time `json:"noted_at" db:"noted_at" audit:"show"`
}

// CallBacks are never changed: another call is another row.
var CallBacks = govern.Declare(govern.Table[CallBack]{
	Name:      "call_back",
	Doc:       "That a beneficiary was asked where to be paid.",
	ByCommand: true,
	Target: func(c *CallBack) access.Target {
		return access.Target{Unit: string(c.Unit), Records: []access.Record{{Table: "bank_instruction", ID: string(c.BankInstruction)}}}
	},
})

// NoteCallBack notes a call-back on a bank instruction.
type NoteCallBack struct {
	SpokenTo string `json:"spoken_to" minLength:"1" maxLength:"140" doc:"Who confirmed it."`
	Number   string `json:"number" minLength:"1" maxLength:"64" doc:"The number that was called: one that was known before, never one from the message that asks for the change."`
	Note     string `json:"note" required:"false" maxLength:"500"`

	id, row govern.ID
}

// Name is the command's name.
func (*NoteCallBack) Name() string { return "bank_instruction.call_back" }

// On names the bank instruction.
func (c *NoteCallBack) On(id govern.ID) { c.id = id }

// Draw names the row.
func (c *NoteCallBack) Draw(newID func() govern.ID) { c.row = newID() }

// Targets is the bank instruction.
func (c *NoteCallBack) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	return BankInstructions.Targets(ctx, q, c.id)
}

// Plan inserts the note. Fault: own_change, for who asks for the change that
// waits cannot be who confirms it.
func (c *NoteCallBack) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	b, err := BankInstructions.Get(ctx, q, c.id)
	if err != nil {
		return govern.Plan{}, err
	}
	t, err := trustOf(ctx, q, &Customer{}, b.ID)
	if err != nil {
		return govern.Plan{}, err
	}
	if t.change != "" && q.Person(t.maker) == q.Person(who.User) {
		return govern.Plan{}, fault.New(fault.Denied, "own_change", "The change that waits is your own; somebody else has to call the beneficiary back.")
	}
	n := &CallBack{
		Meta: govern.Meta{ID: c.row}, Unit: b.Unit, BankInstruction: b.ID, InstructionVersion: b.Version, Change: t.change,
		SpokenTo: c.SpokenTo, Number: c.Number, Note: c.Note, NotedBy: govern.ID(who.User), NotedAt: q.Now(),
	}
	return govern.Plan{Rows: []govern.RowChange{CallBacks.Insert(n)}, Record: govern.Ref{Table: "bank_instruction", ID: b.ID}}, nil
}
