package matching

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// What a row group of a result holds at most, so that memory does not grow with
// the result.
const (
	groupRows  = 1 << 17
	groupBytes = 8 << 20
)

// parquetSink takes the text of a result as CSV and writes it as Parquet: one
// column for each, of the type that the letters of types tell: i for whole
// numbers, b for true and false, and t, as beyond their end, for text. What is
// blank is null, but for text.
type parquetSink struct {
	to     io.Writer
	types  string
	rest   []byte
	cut    cutter
	names  []string
	writer *parquet.GenericWriter[any]
	row    parquet.Row
	rows   int
	bytes  int
}

func newParquetSink(to io.Writer, types string) *parquetSink {
	return &parquetSink{to: to, types: types, cut: cutter{delimiter: ','}}
}

// Write takes any piece of the text.
func (s *parquetSink) Write(text []byte) (int, error) {
	s.rest = append(s.rest, text...)
	ready := s.rest[:lastRecordEnd(s.rest)]
	for at := 0; at < len(ready); {
		length, f := s.cut.record(ready[at:])
		if f != nil {
			return 0, failure(CountMismatch, "", NoRow, "", "the result cannot be read back: %s; please report this", f.detail)
		}
		at += length
		if err := s.record(length); err != nil {
			return 0, err
		}
	}
	s.rest = append(s.rest[:0], s.rest[len(ready):]...)
	return len(text), nil
}

func (s *parquetSink) record(length int) error {
	if s.writer == nil {
		s.begin()
		return nil
	}
	s.row = s.row[:0]
	for i, field := range s.cut.fields {
		v, err := s.value(i, field)
		if err != nil {
			return err
		}
		s.row = append(s.row, v)
	}
	if _, err := s.writer.WriteRows([]parquet.Row{s.row}); err != nil {
		return err
	}
	s.rows, s.bytes = s.rows+1, s.bytes+length
	if s.rows < groupRows && s.bytes < groupBytes {
		return nil
	}
	s.rows, s.bytes = 0, 0
	return s.writer.Flush()
}

func (s *parquetSink) kind(i int) byte {
	if i < len(s.types) {
		return s.types[i]
	}
	return 't'
}

func (s *parquetSink) value(i int, field []byte) (v parquet.Value, err error) {
	present := 1
	switch kind := s.kind(i); {
	case kind == 't':
		v, present = parquet.ByteArrayValue(field), 0
	case len(field) == 0:
		v, present = parquet.NullValue(), 0
	case kind == 'i':
		var n int64
		n, err = strconv.ParseInt(string(field), 10, 64)
		v = parquet.Int64Value(n)
	default:
		v = parquet.BooleanValue(string(field) == "true")
	}
	return v.Level(0, present, i), err
}

// begin makes columns of the header. Parquet wants their names to differ.
func (s *parquetSink) begin() {
	group := ordered{Group: parquet.Group{}}
	options := []parquet.WriterOption{parquet.Compression(&parquet.Snappy), parquet.CreatedBy("countersign", "", "")}
	for i, field := range s.cut.fields {
		name := string(field)
		for n := 2; slices.Contains(s.names, name) || name == ""; n++ {
			name = fmt.Sprintf("%s_%d", field, n)
		}
		s.names = append(s.names, name)
		switch s.kind(i) {
		case 'i':
			group.Group[name] = parquet.Optional(parquet.Int(64))
		case 'b':
			group.Group[name] = parquet.Optional(parquet.Leaf(parquet.BooleanType))
		default:
			group.Group[name] = parquet.Encoded(parquet.String(), &parquet.Plain)
			options = append(options, parquet.SkipPageBounds(name)) // they would be held, at full length, to the end
		}
	}
	group.names = s.names
	s.writer = parquet.NewGenericWriter[any](s.to, append(options, parquet.NewSchema("row", group))...)
}

func (s *parquetSink) close() error {
	if s.writer == nil || len(s.rest) > 0 {
		return failure(CountMismatch, "", NoRow, "", "a result ends within a row; please report this")
	}
	return s.writer.Close()
}

// ordered is a group whose columns stand as they were named, not by the
// alphabet.
type ordered struct {
	parquet.Group
	names []string
}

// Fields are the columns.
func (o ordered) Fields() []parquet.Field {
	all := o.Group.Fields()
	slices.SortFunc(all, func(a, b parquet.Field) int {
		return slices.Index(o.names, a.Name()) - slices.Index(o.names, b.Name())
	})
	return all
}

// inParquet is a result file's name under Parquet.
func inParquet(name string) string {
	if plain, ok := strings.CutSuffix(name, ".csv"); ok {
		return plain + ".parquet"
	}
	return name
}
