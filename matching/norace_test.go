//go:build !race

package matching

// slowness is what the race detector makes of processor time.
const slowness = 1
