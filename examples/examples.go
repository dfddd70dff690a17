// Package examples is the demo group: its organisation as governance-as-code,
// and twelve companies with their invoices, rates, bank accounts and the bank's
// statement; and in foreign what other applications declare. The folders' README
// tells how each file was made.
package examples

import "embed"

// Files holds the folders group, netting, bank and foreign.
//
//go:embed group netting bank foreign
var Files embed.FS
