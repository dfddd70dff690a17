// Package turns measures things that are to be compared in alternation: each
// round gives every one of them its turn, and a ratio is taken within each round,
// so that a slower moment of the machine weighs on both sides.
package turns

import (
	"cmp"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// Contestant does its work n times over.
type Contestant struct {
	Name string
	Run  func(n int) error
}

// Figures are the times of one contestant, in ns for each time that it did its
// work, by round, and what it allocates.
type Figures struct {
	Name   string
	Times  []float64
	CPU    []float64 // of all processors
	Allocs float64   // for each time
}

// Hold gives each contestant as many turns as there are rounds, each of about
// that length. The one that begins changes from round to round.
func Hold(rounds int, length time.Duration, list []Contestant) ([]*Figures, error) {
	all, counts := make([]*Figures, len(list)), make([]int, len(list))
	for i, c := range list {
		var err error
		if counts[i], err = howOften(c, length); err != nil {
			return nil, err
		}
		all[i] = &Figures{Name: c.Name}
		if all[i].Allocs, err = allocations(c, counts[i]); err != nil {
			return nil, err
		}
	}
	for round := range rounds {
		for k := range list {
			i := (round + k) % len(list)
			runtime.GC() // what the one before left behind is not this one's to clear
			start, used := time.Now(), Processors()
			if err := list[i].Run(counts[i]); err != nil {
				return nil, err
			}
			all[i].Times = append(all[i].Times, float64(time.Since(start).Nanoseconds())/float64(counts[i]))
			all[i].CPU = append(all[i].CPU, float64(Processors()-used)/float64(counts[i]))
		}
	}
	return all, nil
}

// Processors is what this process has used of them so far, ns.
func Processors() int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return u.Utime.Nano() + u.Stime.Nano()
}

// howOften the contestant can do its work in that time; it warms up by this.
func howOften(c Contestant, length time.Duration) (int, error) {
	for n := 1; ; {
		start := time.Now()
		if err := c.Run(n); err != nil {
			return 0, err
		}
		took := max(time.Since(start), 1)
		if took >= length/4 {
			return max(1, int(float64(n)*float64(length)/float64(took))), nil
		}
		n = min(100*n, int(float64(n)*float64(length)/float64(took))+1)
	}
}

func allocations(c Contestant, n int) (float64, error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err := c.Run(n)
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs-before.Mallocs) / float64(n), err
}

// Median of the times, ns.
func (f *Figures) Median() float64 { return Median(f.Times) }

// Processors is the median of the time that processors spent, ns.
func (f *Figures) Processors() float64 { return Median(f.CPU) }

// Against is the median of how many times as long as the other it took in the
// same round.
func (f *Figures) Against(other *Figures) float64 { return ratio(f.Times, other.Times) }

// AgainstCPU is the same of the time that processors spent, which is what can be
// compared when others keep them busy too.
func (f *Figures) AgainstCPU(other *Figures) float64 { return ratio(f.CPU, other.CPU) }

func ratio(a, b []float64) float64 {
	ratios := make([]float64, len(a))
	for i := range ratios {
		ratios[i] = a[i] / b[i]
	}
	return Median(ratios)
}

// Median of a list that is not empty.
func Median[T cmp.Ordered](list []T) T {
	s := slices.Clone(list)
	slices.Sort(s)
	return s[len(s)/2]
}

// Again is a contestant whose work is one call.
func Again(name string, work func() error) Contestant {
	return Contestant{Name: name, Run: func(n int) error {
		for range n {
			if err := work(); err != nil {
				return err
			}
		}
		return nil
	}}
}
