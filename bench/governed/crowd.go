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

// crowd lets the clients work and returns how much they did per second, and the
// sorted times from question to answer.
func crowd(do func(client int) error) (perSecond float64, latencies []time.Duration, err error) {
	var mu sync.Mutex
	var all sync.WaitGroup
	begin := time.Now()
	end := begin.Add(time.Duration(*seconds * float64(time.Second)))
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
	took := time.Since(begin)
	slices.Sort(latencies)
	if err == nil && len(latencies) == 0 {
		err = errEnough
	}
	return float64(len(latencies)) / took.Seconds(), latencies, err
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
