//go:build race

package audit_test

// raced shortens long random tests: the race detector slows SQLite nine times.
const raced = true
