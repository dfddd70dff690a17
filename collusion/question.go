// Package collusion finds the smallest sets of people who could bring something
// about together: every set of up to four people who can do all steps of one of
// its ways, agreeing to each other's changes, and none of whom could be left out.
//
// It is pure: no clock, no database, no randomness. It is exact: the same sets as
// trying all of them would find. It is fast because people who could do the same
// are interchangeable: it searches over kinds of people and counts how many sets
// each combination of kinds stands for.
package collusion

import "github.com/countersign/countersign/signing"

// Largest is how many people a set has at most.
const Largest = 4

// Question is what is asked. The functions in it must give the same answer
// whenever they are called with the same user.
type Question struct {
	People []Person
	Ways   []Way  // each of them brings it about
	Lent   []Lent // who agrees for whom
	Most   int    // people in a set, 1 to Largest; 0: Largest
	Groups int    // how many groups are listed; 0: 100
	Names  int    // how many people of each kind are listed; 0: 20
}

// Person is one human being with all users that they can act as: their own, and
// the services that they answer for.
type Person struct {
	ID    string
	Users []User
}

// User is one account with its home unit ("" for none).
type User struct{ ID, Unit string }

// Lent lets a deputy agree for a user, and nothing else: in the deputy's own name,
// and as if the user did. Neither of the two people then counts again, what one of
// them must not agree to the other does not, and where a rule asks for another unit
// both are of one.
type Lent struct{ User, Deputy string }

// May tells whether a user could do something today.
type May = func(user string) bool

// Way is one course of events, all steps of which have to happen.
type Way struct {
	Name  string
	Steps []Step
	Apart []Apart
	Given []string // what must stand already, in words
	// Among are the users of whom anything is true in it, a step's May or Agree, a
	// factor's, or what lets the person do two acts, each once: nobody else is asked,
	// which would take most of the time in a large organisation. Their deputies need
	// not be named. Nil: everybody.
	Among []string
}

// Step is one thing that has to be done, by somebody who may. Its rules hold it
// until others have agreed. Exactly one of these does it: one person (May), as
// many signatories as the case asks for (May and Signing), or the installation by
// itself (By).
type Step struct {
	Action  string // the permission asked: "package.submit"
	On      string // what it is done to, in words
	May     May
	By      *Agent
	Signing *signing.Case // without signers; its users are those of the people
	Rules   []Rule
	// Completes are further rules that hold only the signature that completes.
	Completes []Rule
	// Assumed are rules of which it is not known whether they apply; they are
	// taken not to.
	Assumed []Rule
	// Agree is who could agree if another rule asked for it: what the missing rule
	// is found by, deputies left aside. Nil: nobody.
	Agree May
	// Barred are kept from it altogether: they neither do it nor agree to it, nor
	// does anybody for them. Nil: nobody.
	Barred May
}

// Agent is the user in whose name the installation does a step by itself.
type Agent struct{ User, Person, Unit string }

// Rule is one four-eyes rule as it holds a step: all its factors must be met, each
// by so many different people, none of whom is the person who does the step and
// none of whom fills two factors. With DifferentUnits they are of another unit
// than the user who does it, and of some unit.
type Rule struct {
	ID, Name       string
	Applies        May // to a change that the user makes; nil: whoever makes it
	DifferentUnits bool
	Factors        []Factor
}

// Factor is so many people who may.
type Factor struct {
	People int
	Who    string // the permission or group, in words
	May    May
}

// Apart keeps two acts in different hands, as a duty rule does. Unless lets a
// person do both who has such a user; nil: nobody.
type Apart struct {
	First, Second Act
	Unless        May
	Why           string
}

// Act is the doing of a step, or the agreeing to it.
type Act struct {
	Step  int // index in Way.Steps
	Agree bool
}

// Error is the refusal of a question. Code is one of most, way_empty, step_form,
// step_unknown, person_twice and factor_people; Place names what is wrong.
type Error struct{ Code, Place, Detail string }

func (e *Error) Error() string { return e.Code + " at " + e.Place + ": " + e.Detail }
