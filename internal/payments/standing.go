package payments

import (
	"context"
	"slices"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
	"github.com/countersign/countersign/signing"
)

// maxCompletions bounds how many ways to complete a package are listed.
const maxCompletions = 20

// Standing is how far a package has come: the verdict over the signatures that
// it has, and who could complete it. Users are named by id, jobs by name,
// accounts by id.
type Standing struct {
	Package govern.ID       `json:"package"`
	State   State           `json:"state"`
	Digest  string          `json:"digest" doc:"What is signed; empty in a draft."`
	Verdict signing.Verdict `json:"verdict" doc:"Of a package that was accepted the frozen one, else as of now."`
	// Completions are the smallest sets of further signatories.
	Completions    [][]signing.User `json:"completions" doc:"The smallest sets of further signatories that would complete it."`
	AllCompletions bool             `json:"all_completions" doc:"Whether these are all such sets."`
	WithoutJob     []signing.User   `json:"without_job" doc:"Signatories who cannot sign until they have a job."`
	Barred         []Barred         `json:"barred" doc:"Signatories whose signature does not count or would not be taken, and why."`
}

// Evaluate tells how far a package has come, judged among the people as they
// stand now. Fault: not_found.
func Evaluate(ctx context.Context, r store.Reader, people govern.People, pkg govern.ID) (*Standing, error) {
	p, err := Packages.Get(ctx, r, pkg)
	if err != nil {
		return nil, err
	}
	s := &Standing{Package: p.ID, State: p.State, Digest: p.Digest, Verdict: p.Verdict, WithoutJob: []signing.User{}, Barred: []Barred{}}
	if slices.Contains(frozen, p.State) {
		s.Completions, s.AllCompletions = [][]signing.User{{}}, true
		return s, nil
	}
	j, err := p.jury(ctx, r)
	if err != nil {
		return nil, err
	}
	if err := j.sift(ctx, r, people, p); err != nil {
		return nil, err
	}
	s.Verdict = signing.Evaluate(j.Case)
	may, withoutJob, err := j.candidates(ctx, r, people, p)
	if err != nil {
		return nil, err
	}
	s.Completions, s.AllCompletions = signing.Completions(j.Case, may, maxCompletions)
	s.WithoutJob, s.Barred = withoutJob, j.barred
	return s, nil
}

// Supposed is what one more signature would come to.
type Supposed struct {
	Lowers   bool             // the sum of some account would fall
	Lowering signing.Lowering // how, and because of whom
	Verdict  signing.Verdict  // with that signature; as of now when it adds none
	Refusal  error            // why it would not be taken; nil when it would
}

// Suppose tells what the user's signature would come to, by the same code that
// takes it. Fault: not_found.
func Suppose(ctx context.Context, r store.Reader, people govern.People, now govern.Time, pkg govern.ID, user string) (*Supposed, error) {
	p, err := Packages.Get(ctx, r, pkg)
	if err != nil {
		return nil, err
	}
	j, err := p.jury(ctx, r)
	if err != nil {
		return nil, err
	}
	if err := j.sift(ctx, r, people, p); err != nil {
		return nil, err
	}
	s := &Supposed{}
	if s.Refusal, err = j.refusal(ctx, r, people, now, p, user); err != nil {
		return nil, err
	}
	s.Lowering, s.Lowers = signing.Lowers(j.Case, signing.User(user))
	bar, err := j.bar(ctx, r, people, p, signing.User(user))
	if err != nil {
		return nil, err
	}
	if bar == nil {
		j.Signers = append(j.Signers, signing.User(user))
	}
	s.Verdict = signing.Evaluate(j.Case)
	return s, nil
}

// refusal is why the user's signature would not be taken; err is that it could
// not be told.
func (j *jury) refusal(ctx context.Context, r store.Reader, people govern.People, now govern.Time, p *Package, user string) (refused, err error) {
	if refused = p.in("signed", Awaiting); refused != nil {
		return refused, nil
	}
	if refused = j.samePerson(people, p, user); refused != nil {
		return refused, nil
	}
	if refused = j.admit(p, user, j.signatureOf(user)); refused != nil {
		return refused, nil
	}
	if refused = p.running("signed"); refused != nil {
		return refused, nil
	}
	err = j.stillPayable(ctx, r, now, p)
	if fault.Is(err, fault.Conflict) {
		return err, nil
	}
	if err != nil {
		return nil, err
	}
	return people.KeptApart(ctx, r, user, SignVerb, p.signedBy(user))
}

// stillPayable refuses orders that are not to be paid as they stand by now: where
// the beneficiary is paid has changed, it is too late, or somebody has to call
// back first.
func (j *jury) stillPayable(ctx context.Context, r store.Reader, now govern.Time, p *Package) error {
	if err := instructionsStand(ctx, r, j.orders); err != nil {
		return err
	}
	if err := j.inTime(now, p); err != nil {
		return err
	}
	return calledBack(ctx, r, now, p, j.orders)
}

// jury is everything that the verdict on a package depends on.
type jury struct {
	signing.Case
	orders     []*Order
	signatures []*Signature // of the present submission, also those taken back
	usesJobs   bool
	accounts   map[govern.ID]*Account
	entered    []string // who entered it, where they may not sign
	barred     []Barred
	done       map[string]done // people who can add nothing more
}

func (p *Package) jury(ctx context.Context, r store.Reader) (*jury, error) {
	j := &jury{}
	var err error
	if j.orders, err = OrdersOf(ctx, r, p.ID); err != nil {
		return nil, err
	}
	customer, err := Customers.Get(ctx, r, p.Customer)
	if err != nil {
		return nil, err
	}
	if !customer.EnteredMaySign {
		j.entered = p.EnteredBy
	}
	if err := j.readDebits(ctx, r, p.ID); err != nil {
		return nil, err
	}
	if err := j.readJobs(ctx, r, p.Customer); err != nil {
		return nil, err
	}
	if j.signatures, err = p.signatures(ctx, r); err != nil {
		return nil, err
	}
	for _, s := range j.signatures {
		if !s.Withdrawn {
			j.Signers = append(j.Signers, signing.User(s.User))
		}
	}
	return j, nil
}

func (j *jury) readDebits(ctx context.Context, r store.Reader, pkg govern.ID) error {
	j.accounts = map[govern.ID]*Account{}
	for _, o := range j.orders {
		if j.accounts[o.Account] != nil {
			continue
		}
		a, err := Accounts.Get(ctx, r, o.Account)
		if err != nil {
			return err
		}
		j.accounts[a.ID] = a
		required, err := a.required(ctx, r, pkg, j.orders)
		if err != nil {
			return err
		}
		signatories, err := Signatories.Find(ctx, r, `account = $1 ORDER BY id`, string(a.ID))
		if err != nil {
			return err
		}
		d := signing.Debit{Account: signing.Account(a.ID), Required: int(required), Points: map[signing.User]int{}}
		for _, s := range signatories {
			d.Points[signing.User(s.User)] = int(s.Points)
		}
		j.Debits = append(j.Debits, d)
	}
	return nil
}

// readJobs names jobs by their names, which are unique within the customer, so
// that a verdict can be read when the job is long gone.
func (j *jury) readJobs(ctx context.Context, r store.Reader, customer govern.ID) error {
	jobs, err := Jobs.Find(ctx, r, `customer = $1 ORDER BY id`, string(customer))
	if err != nil {
		return err
	}
	names := map[govern.ID]signing.Job{}
	for _, job := range jobs {
		names[job.ID] = signing.Job(job.Name)
	}
	held, err := UserJobs.Find(ctx, r, `customer = $1 ORDER BY id`, string(customer))
	if err != nil {
		return err
	}
	j.usesJobs, j.Jobs = len(jobs) > 0, map[signing.User]signing.Job{}
	for _, h := range held {
		j.Jobs[signing.User(h.User)] = names[h.Job]
	}
	excluded, err := Exclusions.Find(ctx, r, `customer = $1 ORDER BY id`, string(customer))
	for _, x := range excluded {
		j.Exclusions = append(j.Exclusions, signing.Exclusion{names[x.JobA], names[x.JobB]})
	}
	return err
}

// signatories are all who have points on a debit account, by id.
func (j *jury) signatories() []signing.User {
	var list []signing.User
	for _, d := range j.Debits {
		for u := range d.Points {
			list = append(list, u)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (j *jury) lacksJob(u signing.User) bool {
	_, has := j.Jobs[u]
	return j.usesJobs && !has
}
