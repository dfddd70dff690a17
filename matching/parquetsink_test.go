package matching

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// backFromParquet is the CSV that a result in Parquet was made of.
func backFromParquet(t *testing.T, file []byte) string {
	t.Helper()
	r := parquet.NewReader(bytes.NewReader(file))
	defer func() { _ = r.Close() }()
	var header [][]byte
	for _, path := range r.Schema().Columns() {
		header = append(header, []byte(path[0]))
	}
	text := appendRecord(nil, header)
	for rows := make([]parquet.Row, 10); ; {
		n, err := r.ReadRows(rows)
		for _, row := range rows[:n] {
			var fields [][]byte
			for _, v := range row {
				if field := []byte(v.String()); v.IsNull() {
					fields = append(fields, nil)
				} else {
					fields = append(fields, field)
				}
			}
			text = appendRecord(text, fields)
		}
		if errors.Is(err, io.EOF) {
			return string(text)
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestResultsInParquetSayWhatThoseInCSVDo(t *testing.T) {
	for _, name := range []string{"bank", "keysonly", "passes", "expressions"} {
		in, out := filepath.Join("testdata", name), filepath.Join(t.TempDir(), "out")
		c, err := ReadConfigFile(filepath.Join(in, "match.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // and an earlier result of this kind is replaced
			if _, err := RunWith(context.Background(), c, filepath.Join(in, "left.csv"), filepath.Join(in, "right.csv"), out, InParquet()); err != nil {
				t.Fatal(err)
			}
		}
		got := map[string]string{}
		for file, text := range golden(t, out) {
			if plain, ok := strings.CutSuffix(file, ".parquet"); ok {
				file, text = plain+".csv", backFromParquet(t, []byte(text))
			}
			got[file] = text
		}
		if d := cmp.Diff(golden(t, filepath.Join(in, "out")), got); d != "" {
			t.Fatal(name, d)
		}
	}
}

func TestColumnsOfOneNameAreToldApartInParquet(t *testing.T) {
	var file bytes.Buffer
	s := newParquetSink(&file, "i")
	for _, piece := range []string{"l,z,a,z,,\n1,\"a", "\nb\",x,y,,\n2,,,,,", "\n"} {
		if _, err := s.Write([]byte(piece)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff("l,z,a,z_2,_2,_3\n1,\"a\nb\",x,y,,\n2,,,,,\n", backFromParquet(t, file.Bytes())); d != "" {
		t.Fatal(d)
	}
}

func TestAResultInParquetIsNeverHeldWhole(t *testing.T) {
	unraced(t)
	out := filepath.Join(t.TempDir(), "f")
	f, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	s := newParquetSink(f, "i")
	line := []byte("1," + strings.Repeat("x", 100<<10) + "\n")
	_, grown, err := costs(t, func() error {
		_, err := s.Write([]byte("l,text\n"))
		for n := 0; n < 4_000 && err == nil; n++ {
			_, err = s.Write(line)
		}
		return errors.Join(err, s.close())
	})
	if err != nil || grown > 256<<20 {
		t.Fatal(err, grown>>20)
	}
}
