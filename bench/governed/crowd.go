package main

import (
	"errors"
	"slices"
	"sync"
	"time"
)

// contest is one thing to measure: do is called by every client again and again
// until the time is over or errEnough comes back.
type contest struct {
	name     string
	governed bool
	prepare  func() error
	do       func(client int) error
}

var errEnough = errors.New("there is no more to do")

// tally is what the turns of one row in one repetition did.
type tally struct {
	took      time.Duration
	processor time.Duration
	latencies []time.Duration
	behind    int64
}

func (t *tally) add(took time.Duration, latencies []time.Duration, err error) error {
	t.took, t.latencies = t.took+took, append(t.latencies, latencies...)
	return err
}

// take adds a repetition to the row.
func (r *row) take(t *tally) {
	slices.Sort(t.latencies)
	n := len(t.latencies)
	r.rates = append(r.rates, float64(n)/t.took.Seconds())
	r.p50s, r.p99s = append(r.p50s, t.latencies[n/2]), append(r.p99s, t.latencies[n*99/100])
	r.behind = append(r.behind, t.behind)
	r.processor = append(r.processor, t.processor/time.Duration(n))
}

func last[T any](list []T) T { return list[len(list)-1] }

// crowd lets the clients work for that long and returns how long it really
// took, and the times from question to answer.
func crowd(do func(client int) error, length time.Duration) (took time.Duration, latencies []time.Duration, err error) {
	var mu sync.Mutex
	var all sync.WaitGroup
	begin := time.Now()
	end := begin.Add(length)
	for c := range *clients {
		all.Go(func() {
			var mine []time.Duration
			var failed error
			for at := time.Now(); at.Before(end); {
				if failed = do(c); failed != nil {
					break
				}
				now := time.Now()
				mine, at = append(mine, now.Sub(at)), now
			}
			mu.Lock()
			defer mu.Unlock()
			latencies = append(latencies, mine...)
			if failed != nil && !errors.Is(failed, errEnough) {
				err = failed
			}
		})
	}
	all.Wait()
	if err == nil && len(latencies) == 0 {
		err = errEnough
	}
	return time.Since(begin), latencies, err
}

func us(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
