package database

import (
	"flag"
	"fmt"
	"log"
	"strings"

	"github.com/countersign/countersign/bench/internal/report"
)

// Flags are those of a command that measures on both databases.
type Flags struct{ databases, out *string }

// NewFlags defines them: -databases and -out.
func NewFlags() *Flags {
	return &Flags{
		flag.String("databases", "sqlite,postgres", "which databases to measure"),
		flag.String("out", "", "file whose section of these figures is replaced; empty: none"),
	}
}

// Run measures on each kind of database, prints the section, if there is anything
// in it, and writes it where -out says. how tells in what way it was measured. A fault ends the program.
func (f *Flags) Run(s *report.Section, measure func(s *report.Section, kind string) error, how string) {
	for _, kind := range strings.Split(*f.databases, ",") {
		if err := measure(s, kind); err != nil {
			log.Fatalf("%s: %v", kind, err)
		}
	}
	if s.Empty() {
		return
	}
	text := s.Text(how)
	fmt.Println(text)
	if *f.out == "" {
		return
	}
	if err := s.Write(*f.out, text); err != nil {
		log.Fatal(err)
	}
}
