package payments

import (
	"context"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Job is a label of one customer. It gives no right by itself.
type Job struct {
	govern.Meta
	OfCustomer
	Name string `json:"name" db:"name" audit:"show" minLength:"1" maxLength:"140"`
}

// Jobs are the labels of all customers. A customer that has any uses jobs: who
// has none there does not sign.
var Jobs = govern.Declare(govern.Table[Job]{
	Name:   "job",
	Doc:    "A label that a customer gives to users, for exclusions to speak of.",
	Unique: [][]string{{"customer", "name"}},
	Parent: &govern.Parent[Job]{Table: "customer", ID: func(j *Job) govern.ID { return j.Customer }},
	Target: func(j *Job) access.Target { return j.target() },
	Check: func(ctx context.Context, q govern.Reader, before, after *Job) error {
		if after == nil {
			return nil
		}
		if before != nil {
			return after.check(ctx, q, &before.OfCustomer)
		}
		return after.check(ctx, q, nil)
	},
	// Without its last job a customer no longer uses jobs, and who had none signs.
	Benefits: func(ctx context.Context, q govern.Reader, before, after *Job) ([]govern.ID, error) {
		if after != nil {
			return nil, nil
		}
		return usersWhere(ctx, q, `SELECT "user" FROM account_signatory WHERE customer = $1 ORDER BY "user"`, before.Customer)
	},
})

// UserJob is the job of a user at a customer; there is at most one.
type UserJob struct {
	govern.Meta
	OfCustomer
	User govern.ID `json:"user" db:"user" audit:"show" ref:"user"`
	Job  govern.ID `json:"job" db:"job" audit:"show" ref:"job"`
}

// UserJobs are who has which job where.
var UserJobs = govern.Declare(govern.Table[UserJob]{
	Name:   "user_job",
	Doc:    "The job of a user at a customer.",
	Unique: [][]string{{"customer", "user"}},
	Parent: &govern.Parent[UserJob]{Table: "customer", ID: func(j *UserJob) govern.ID { return j.Customer }},
	Target: func(j *UserJob) access.Target { return j.target() },
	Check: func(ctx context.Context, q govern.Reader, before, after *UserJob) error {
		if after == nil {
			return nil
		}
		var was *OfCustomer
		if before != nil {
			if was = &before.OfCustomer; before.User != after.User {
				return fixed("user", "The user of a job")
			}
		}
		if err := checkJob(ctx, q, "job", after.Job, after.Customer); err != nil {
			return err
		}
		return after.check(ctx, q, was)
	},
	Benefits: func(_ context.Context, _ govern.Reader, before, after *UserJob) ([]govern.ID, error) {
		if after == nil || before != nil && after.Job == before.Job {
			return nil, nil
		}
		return []govern.ID{after.User}, nil
	},
})

// Exclusion is an unordered pair of jobs whose holders do not sign together;
// the same job twice says it of two holders of that job. It is kept with the
// lesser id first.
type Exclusion struct {
	govern.Meta
	OfCustomer
	JobA govern.ID `json:"job_a" db:"job_a" audit:"show" ref:"job"`
	JobB govern.ID `json:"job_b" db:"job_b" audit:"show" ref:"job"`
}

// Exclusions are the excluded pairs of all customers.
var Exclusions = govern.Declare(govern.Table[Exclusion]{
	Name:   "exclusion",
	Doc:    "Two jobs of a customer whose holders do not sign together.",
	Unique: [][]string{{"customer", "job_a", "job_b"}},
	Parent: &govern.Parent[Exclusion]{Table: "customer", ID: func(x *Exclusion) govern.ID { return x.Customer }},
	Target: func(x *Exclusion) access.Target { return x.target() },
	Check: func(ctx context.Context, q govern.Reader, before, after *Exclusion) error {
		if after == nil {
			return nil
		}
		if after.JobA > after.JobB {
			after.JobA, after.JobB = after.JobB, after.JobA
		}
		if err := checkJob(ctx, q, "job_a", after.JobA, after.Customer); err != nil {
			return err
		}
		if err := checkJob(ctx, q, "job_b", after.JobB, after.Customer); err != nil {
			return err
		}
		if before != nil {
			return after.check(ctx, q, &before.OfCustomer)
		}
		return after.check(ctx, q, nil)
	},
	Benefits: func(ctx context.Context, q govern.Reader, before, after *Exclusion) ([]govern.ID, error) {
		if before == nil || after != nil && after.JobA == before.JobA && after.JobB == before.JobB {
			return nil, nil
		}
		return usersWhere(ctx, q, `SELECT "user" FROM user_job WHERE job = $1 OR job = $2 ORDER BY "user"`, before.JobA, before.JobB)
	},
})

// usersWhere are the users that a question for ids finds.
func usersWhere(ctx context.Context, q govern.Reader, sql string, ids ...govern.ID) ([]govern.ID, error) {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = string(id)
	}
	var list []govern.ID
	err := q.Query(ctx, func(scan store.Scan) error {
		var user string
		err := scan(&user)
		list = append(list, govern.ID(user))
		return err
	}, sql, args...)
	return list, err
}

func checkJob(ctx context.Context, q govern.Reader, field string, job, customer govern.ID) error {
	j, err := found(ctx, q, Jobs, job)
	if err != nil || j == nil || j.Customer == customer {
		return err
	}
	return fault.Bad(field, "other_customer", "The job %s is another customer's.", j.Name)
}
