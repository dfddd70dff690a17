package parquetfile_test

import (
	"bytes"
	"fmt"

	"github.com/parquet-go/parquet-go"

	"github.com/countersign/countersign/parquetfile"
)

// A file of a stranger is looked through before its values are read.
func ExampleOpen() {
	var stranger bytes.Buffer
	w := parquet.NewGenericWriter[struct {
		Invoice string `parquet:"invoice"`
	}](&stranger)
	_, _ = w.Write([]struct {
		Invoice string `parquet:"invoice"`
	}{{"INV-1"}, {"INV-2"}})
	_ = w.Close()

	f, err := parquetfile.Open(bytes.NewReader(stranger.Bytes()), int64(stranger.Len()))
	if err != nil {
		fmt.Println(err)
		return
	}
	leaf, _ := f.Leaf("invoice")
	for i, group := range f.RowGroups() {
		if _, err := f.Inspect(i, []parquetfile.Leaf{leaf}); err != nil {
			fmt.Println(err)
			return
		}
		column := parquetfile.NewColumn(group.ColumnChunks()[leaf.Index].Pages(), func(dst []byte, v parquet.Value) []byte {
			return append(dst, v.ByteArray()...)
		})
		for range group.NumRows() {
			text, err := column.Next()
			fmt.Println(string(text), err)
		}
		column.Close()
	}
	// Output:
	// INV-1 <nil>
	// INV-2 <nil>
}
