package govern_test

import (
	"reflect"
	"testing"

	"github.com/countersign/countersign/internal/cycles"
	"github.com/countersign/countersign/internal/deliver"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/payments"
	"github.com/countersign/countersign/internal/recon"
)

// TestTheDatabaseKnowsWhomRowsBelongTo: no list of these has to look at rows one
// by one for those that somebody may view.
func TestTheDatabaseKnowsWhomRowsBelongTo(t *testing.T) {
	for _, tables := range [][]govern.Any{directory.Tables, payments.Tables, cycles.Tables, recon.Tables, deliver.Tables} {
		for _, table := range tables {
			if !govern.Searchable(table) {
				t.Errorf("of %s it does not", reflect.ValueOf(table).Elem().FieldByName("Name"))
			}
		}
	}
}
