package govern

import (
	"errors"
	"fmt"
)

// halves does the parts 0 to n, in two halves at once when there are many:
// everybody of the group waits for it. A panic is an error of the whole group.
func halves(n int, do func(i int) error) error {
	part := func(low, high int) (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v", p)
			}
		}()
		for i := low; i < high && err == nil; i++ {
			err = do(i)
		}
		return err
	}
	const alone = 8 // fewer are done sooner than somebody else begins
	half := n / 2
	if half < alone {
		return part(0, n)
	}
	other := make(chan error, 1)
	go func() { other <- part(0, half) }()
	err := part(half, n)
	return errors.Join(<-other, err)
}
