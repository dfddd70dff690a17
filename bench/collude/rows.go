package main

import (
	"fmt"
	"slices"

	"github.com/countersign/countersign/internal/ascode"
)

// units are the divisions of the demo group and their plants.
func units() ascode.File {
	f := rows("unit", 0, divisions, func(i int) string {
		return fmt.Sprintf("id: division-%d, name: Division %d, parent: Halvorn Group", i, i)
	})
	f.Content += rows("unit", 0, plants, func(i int) string {
		return fmt.Sprintf("id: %s, name: Plant %03d, parent: =division-%d", plant(i), i, i%divisions)
	}).Content[len("unit:\n"):]
	return f
}

// loader is who brings in what administrators may not.
func loader() ascode.File {
	return ascode.File{Name: "loader.yaml", Content: `role:
  - name: Loader
    permissions: [configuration.apply, unit.view, user.view, customer.insert, customer.view, account.insert, account.view, account_signatory.insert, account_signatory.view,
      job.insert, job.view, user_job.insert, user_job.view, exclusion.insert, exclusion.view, amount_band.insert, amount_band.view, calendar.insert, calendar.view, holiday.insert, holiday.view, bank_instruction.insert, bank_instruction.view, process.insert, process.view, channel.insert, channel.view]
user:
  - {id: loader, email: ` + loaderMail + `, name: Loader, kind: person, status: active}
grant:
  - {id: loads, user: =loader, role: Loader, scope: everything}
`}
}

func user(i int) string {
	return fmt.Sprintf("id: %s, email: %s@bench.example, name: Person %05d, kind: person, status: active, unit: =%s", person(i), person(i), i, plant(i%plants))
}

func group(i int) string {
	p, n := i/len(crew), i%len(crew)
	return fmt.Sprintf("id: %s, name: %s of %s, unit: =%s", groupOf(p, n), crew[n].group, plant(p), plant(p))
}

// member puts the people of a plant into its groups, one after the other.
func member(i int) string {
	p, at := i%plants, i/plants
	n, left := 0, at
	for left >= crew[n].members {
		left, n = left-crew[n].members, n+1
	}
	return fmt.Sprintf("group: =%s, user: =%s", groupOf(p, n), person(staff(p, crew[n].from+left)))
}

func grant(i int) string {
	p, n := i/len(crew), i%len(crew)
	return fmt.Sprintf("group: =%s, role: %s, scope: unit, scope_record: =%s", groupOf(p, n), crew[n].role, plant(p))
}

// centre lets the treasury's clerks pay whoever any plant does business with.
func centre() ascode.File {
	return ascode.File{Name: "centre.yaml", Content: "grant:\n  - {group: Halvorn Group/Group Treasury/Payments Clerks, role: Treasury viewer, scope: unit, scope_record: Halvorn Group}\n"}
}

// officers are two people of each division who administer its users, and two who
// look after its roles and rules.
func officers() []ascode.File {
	return []ascode.File{rows("grant", 0, 4*divisions, func(i int) string {
		d, n := i%divisions, i/divisions
		role := []string{"User administrator", "Security officer"}[n/2]
		return fmt.Sprintf("user: =%s, role: %s, scope: unit, scope_record: =division-%d", person(staff(d, idle+n)), role, d)
	})}
}

// keepers are the super users of a plant: its process is theirs.
func keepers() ascode.File {
	last := slices.IndexFunc(crew, func(c groupOfPlant) bool { return c.group == "Super Users" })
	return rows("grant", 0, processes, func(i int) string {
		return fmt.Sprintf("group: =%s, role: =config-admin, scope: record, scope_table: process, scope_record: =%s", groupOf(i, last), processOf(i))
	})
}

// payments are the customers and where plants pay.
func payments() []ascode.File {
	of := func(c int) string { return fmt.Sprintf("customer: =customer-%02d, unit: =%s", c, plant(c)) }
	const jobs = 4
	job := func(c, n int) string { return fmt.Sprintf("job-%02d-%d", c, n) }
	return []ascode.File{
		rows("customer", 0, customers, func(c int) string {
			return fmt.Sprintf("id: customer-%02d, name: Customer %02d, unit: =%s", c, c, plant(c))
		}),
		rows("account", 0, customers*accounts, func(i int) string {
			c, n := i/accounts, i%accounts
			return fmt.Sprintf("id: %s, %s, name: %s account, number: \"7000%04d\", bic: HVBKATWWXXX, currency: %s", accountOf(c, n), of(c), currencies[n], i, currencies[n])
		}),
		rows("account_signatory", 0, customers*accounts*signers, func(i int) string {
			c, n, s := i/signers/accounts, i/signers%accounts, i%signers
			return fmt.Sprintf("%s, account: =%s, user: =%s, points: %d", of(c), accountOf(c, n), person(staff(c, s)), []int{8, 8, 5, 5, 5, 2}[s])
		}),
		rows("job", 0, customers*jobs, func(i int) string {
			return fmt.Sprintf("id: %s, %s, name: Job %d", job(i/jobs, i%jobs), of(i/jobs), i%jobs)
		}),
		rows("user_job", 0, customers*signers, func(i int) string {
			c, s := i/signers, i%signers
			return fmt.Sprintf("%s, user: =%s, job: =%s", of(c), person(staff(c, s)), job(c, min(s, jobs-1)))
		}),
		rows("exclusion", 0, customers*2, func(i int) string {
			c, other := i/2, 1-i%2 // the first two jobs, and two people of the third
			return fmt.Sprintf("%s, job_a: =%s, job_b: =%s", of(c), job(c, 2*(i%2)), job(c, max(other, 2*(i%2))))
		}),
		rows("bank_instruction", 0, plants*payees, func(i int) string {
			return fmt.Sprintf("unit: =%s, owner: Supplier %04d, number: \"5000%05d\", bic: HVBKDE22XXX, country: DE", plant(i%plants), i, i)
		}),
	}
}
