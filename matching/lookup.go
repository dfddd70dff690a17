package matching

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"go.yaml.in/yaml/v3"

	"github.com/countersign/countersign/matching/internal/rowfile"
)

// Lookup is a look-up table in a file, which has one row for each text of the
// key column. It is read like a side, and small enough to be held in memory.
type Lookup struct {
	File       string // file: beside the config, if it is no absolute path
	Key, Value string // key, value: columns

	Format, Delimiter, Encoding, Quote, Escape, Sheet string // as in Config
}

// maxLookup is what the texts of a table may come to in bytes.
const maxLookup = 64 << 20

var lookupNames = []string{"file", "key", "value", "format", "delimiter", "encoding", "quote", "escape", "sheet"}

func decodeLookups(n *yaml.Node) (map[string]Lookup, error) {
	all := map[string]Lookup{}
	return all, entries("lookups", n, nil, func(name string, value *yaml.Node) error {
		var l Lookup
		to := map[string]*string{
			"file": &l.File, "key": &l.Key, "value": &l.Value, "format": &l.Format, "delimiter": &l.Delimiter,
			"encoding": &l.Encoding, "quote": &l.Quote, "escape": &l.Escape, "sheet": &l.Sheet,
		}
		at := "lookups." + name
		err := entries(at, value, lookupNames, func(setting string, value *yaml.Node) (err error) {
			*to[setting], err = scalar(at+"."+setting, value)
			return err
		})
		all[name] = l
		return err
	})
}

// ReadConfigFile is ReadConfig for a file, and reads the tables that it names
// under lookups: in the Config that it returns they stand under Tables.
func ReadConfigFile(path string) (Config, error) {
	text, err := readSome(path, maxConfig+1)
	if err != nil {
		return Config{}, unreadable(path, reason(err))
	}
	c, err := decodeConfig(text)
	if err == nil {
		err = c.load(filepath.Dir(path))
	}
	if err == nil {
		err = c.Check()
	}
	var e *Error
	if errors.As(err, &e) && e.File == "config" {
		e.File = path // else a table's file is at fault
	}
	return c, err
}

func readSome(path string, most int64) ([]byte, error) {
	f, err := os.Open(path) //nolint:gosec // the path that the caller wants read
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, most))
}

// load reads the look-up files. Those errors name the table's file.
func (c *Config) load(folder string) error {
	for name, l := range c.Lookups {
		if _, twice := c.Tables[name]; twice {
			return badValue("lookups."+name, "a table under tables has this name too")
		}
		if l.File == "" || l.Key == "" || l.Value == "" {
			return badValue("lookups."+name, "name its file, its key column and its value column")
		}
		if !filepath.IsAbs(l.File) {
			l.File = filepath.Join(folder, l.File)
		}
		table, err := l.read()
		if err != nil {
			return err
		}
		if c.Tables == nil {
			c.Tables = map[string]map[string]string{}
		}
		c.Tables[name] = table
	}
	c.Lookups = nil
	return nil
}

func (l Lookup) read() (map[string]string, error) {
	f, err := os.Open(l.File)
	if err != nil {
		return nil, unreadable(l.File, reason(err))
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, unreadable(l.File, reason(err))
	}
	s := &side{named: []string{l.Key, l.Value}}
	s.layout, _ = newDateLayout(isoDate)
	err = s.read(&Config{
		Format: Both(l.Format), Delimiter: Both(l.Delimiter), Encoding: Both(l.Encoding),
		Quote: Both(l.Quote), Escape: Both(l.Escape), Sheet: Both(l.Sheet),
	}, 0)
	if err != nil {
		return nil, err
	}
	rows, err := rowfile.Open(s.form(l.File), f, info.Size())
	t := &transcript{file: l.File, rows: rows}
	if err != nil {
		return nil, t.fault(err)
	}
	defer rows.Close()
	places, err := columnPlaces(l.File, rows.Header(), s.named, ',')
	if err != nil {
		return nil, err
	}
	return t.table(places, len(rows.Header()), l)
}

// table reads all rows. Two that say different things of one text are refused,
// as is whatever makes a side's row bad.
func (t *transcript) table(places []int, width int, l Lookup) (map[string]string, error) {
	table, size := map[string]string{}, 0
	for ; ; t.given++ {
		fields, err := t.rows.Next()
		if errors.Is(err, io.EOF) {
			return table, nil
		} else if err != nil {
			return nil, t.fault(err)
		}
		if len(fields) != width {
			return nil, failure(BadTable, t.file, t.given, "", "the row has %d fields, the header %d", len(fields), width)
		}
		if f := textFlaw(bytes.Join(fields, nil)); f != nil {
			return nil, failure(f.code, t.file, t.given, "", "%s", f.detail)
		}
		key, value := string(fields[places[0]]), string(fields[places[1]])
		if known, twice := table[key]; twice && known != value {
			return nil, failure(BadTable, t.file, t.given, l.Key, "%q has two values, %q and %q", clipped([]byte(key)), clipped([]byte(known)), clipped([]byte(value)))
		}
		table[key] = value
		if size += len(key) + len(value); size > maxLookup {
			return nil, failure(TooLarge, t.file, t.given, "", "the table holds more than 64 MiB")
		}
	}
}

// tables are the look-up tables by their names.
type tables map[string]map[string][]byte

func (c Config) tables() (tables, error) {
	if len(c.Lookups) > 0 {
		return nil, badValue("lookups", "tables in files are read only for a config that is a file itself; write them under tables")
	}
	all := tables{}
	for name, table := range c.Tables {
		all[name] = make(map[string][]byte, len(table))
		for from, to := range table {
			all[name][from] = []byte(to)
		}
	}
	return all, nil
}

// functions declares lookup("table", key), which fails for a key that the table
// lacks, and lookup("table", key, otherwise).
func (t tables) functions() []cel.EnvOption {
	find := func(args ...ref.Val) ref.Val {
		table, key := string(args[0].(types.String)), string(args[1].(types.String))
		if to, ok := t[table][key]; ok {
			return types.String(to)
		}
		if len(args) == 3 {
			return args[2]
		}
		return types.NewErr("table %q lacks %q", table, clipped([]byte(key)))
	}
	text := []*cel.Type{cel.StringType, cel.StringType, cel.StringType}
	return []cel.EnvOption{cel.Function("lookup",
		cel.Overload("lookup_table", text[:2], cel.StringType, cel.FunctionBinding(find)),
		cel.Overload("lookup_table_otherwise", text, cel.StringType, cel.FunctionBinding(find)))}
}

// unknown is the first table that an expression looks into and that there is
// not; "" and all are known.
func (t tables) unknown(e ast.Expr) (missing string) {
	ast.PostOrderVisit(e, ast.NewExprVisitor(func(e ast.Expr) {
		if missing != "" || e.Kind() != ast.CallKind || e.AsCall().FunctionName() != "lookup" {
			return
		}
		name := e.AsCall().Args()[0]
		if name.Kind() != ast.LiteralKind {
			missing = "an expression"
		} else if text := string(name.AsLiteral().(types.String)); t[text] == nil {
			missing = strconv.Quote(text)
		}
	}))
	return missing
}
