package server_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit"
)

// said is all that the server says in English to who looks at the page: the page
// has it in its other languages, and its tests compare.
type said struct {
	Problems []sentence `json:"problems"` // by code, then text; one without text is of a package whose texts stay English
	Phrases  []string   `json:"phrases"`  // told within others: who is missing, why something is refused
	Docs     []string   `json:"docs"`     // of tables, columns and commands
	Names    []string   `json:"names"`    // of tables, columns, commands and the values of columns
}

type sentence struct {
	Code string `json:"code"`
	Text string `json:"text,omitempty"` // as fmt.Sprintf takes it
}

// TestWhatTheServerSaysIsWhatThePageTranslates keeps the list that the page's
// catalogue is compared with. Run with -update to write it anew.
func TestWhatTheServerSaysIsWhatThePageTranslates(t *testing.T) {
	s := open(t, settings(t, testkit.SQLiteURL(t)))
	defer shut(t, s)
	now := said{Problems: problems(t), Phrases: phrases(t)}
	for _, table := range s.API.Engine.Declared() {
		now.tell(table.Area, table.Name, table.Doc, table.Columns)
		for _, command := range table.Commands {
			_, verb, _ := strings.Cut(command.Name, ".")
			now.tell(table.Area, verb, command.Doc, command.Fields)
		}
	}
	now.Docs, now.Names = sorted(now.Docs), sorted(now.Names)
	if len(now.Problems) < 200 || len(now.Docs) < 100 {
		t.Fatalf("%d problems and %d docs were found; the source is not read any more", len(now.Problems), len(now.Docs))
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(now); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(testkit.Root(), "web", "src", "text", "said.json")
	if *update {
		if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, out.Bytes()) {
		t.Error("web/src/text/said.json is not what the server says; run 'go test ./internal/server -update', and give the page's catalogue (web/src/text/german) what is new")
	}
}

// sorted has each of the texts once.
func sorted(list []string) []string {
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(text string) bool { return text == "" })
}

func (s *said) tell(area, name, doc string, columns []govern.ColumnInfo) {
	s.Docs, s.Names = append(s.Docs, doc), append(s.Names, area, name)
	for _, c := range columns {
		s.Docs, s.Names = append(s.Docs, c.Doc), append(append(s.Names, c.Name), c.Enum...)
	}
}

// faultless are the folders whose refusals no page ever shows: they are of the
// command line, of the start, and of files of configuration.
var faultless = regexp.MustCompile(`^(cmd|internal/(ascode|config|demo|demobank|notary|secret|server/archiving\.go|server/attesting\.go|server/data\.go|server/temporary\.go|store|testkit))(/|$)`)

// pure are the packages that refuse with a code and a text of their own.
var pure = regexp.MustCompile(`^(iso20022|matching|money)/`)

// problems are the refusals of the source; those of our own failing have one
// sentence for all.
func problems(t *testing.T) []sentence {
	t.Helper()
	list := []sentence{}
	sources(t, func(path string, file *ast.File, consts map[string]string) {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if s, ok := ofCall(n, consts); ok && !faultless.MatchString(path) {
					list = append(list, s)
				}
				if pure.MatchString(path) {
					list = append(list, codesOf(n, consts)...)
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Code" && pure.MatchString(path) {
					if code := text(n.Value, consts); aCode.MatchString(code) {
						list = append(list, sentence{Code: code})
					}
				}
			}
			return true
		})
	})
	slices.SortFunc(list, func(a, b sentence) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(list)
}

// ofCall reads fault.New, Bad and Wrap.
func ofCall(call *ast.CallExpr, consts map[string]string) (sentence, bool) {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return sentence{}, false
	}
	if from, ok := f.X.(*ast.Ident); !ok || from.Name != "fault" {
		return sentence{}, false
	}
	at, known := map[string]int{"New": 1, "Bad": 1, "Wrap": 2}[f.Sel.Name]
	if !known {
		return sentence{}, false
	}
	if kind, ok := call.Args[at-1].(*ast.SelectorExpr); ok && kind.Sel.Name == "Internal" {
		return sentence{}, false
	}
	s := sentence{text(call.Args[at], consts), text(call.Args[at+1], consts)}
	return s, aCode.MatchString(s.Code)
}

var aCode = regexp.MustCompile(`^[a-z][a-z0-9_]+$`)

// codesOf is the code that a call of a pure package refuses with: a plain word
// before a sentence, as in refuse(place, "bad_code", "%q is not …").
func codesOf(call *ast.CallExpr, consts map[string]string) []sentence {
	if f, ok := call.Fun.(*ast.Ident); ok && f.Name == "badValue" {
		return nil // its first argument is a setting; the code is always the same
	}
	for i := 0; i+1 < len(call.Args); i++ {
		code := text(call.Args[i], consts)
		if aCode.MatchString(code) && strings.Contains(text(call.Args[i+1], nil), " ") {
			return []sentence{{Code: code}}
		}
	}
	return nil
}

// toldWithin are the functions whose texts stand within refusals and changes.
var toldWithin = map[string][]string{"access/explain.go": {"String"}, "internal/govern/consider.go": {"missing"}}

// phrases are the formats and fixed texts of these functions.
func phrases(t *testing.T) []string {
	t.Helper()
	list := []string{}
	sources(t, func(path string, file *ast.File, consts map[string]string) {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || !slices.Contains(toldWithin[path], f.Name.Name) {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && strings.ContainsAny(text(lit, consts), " ") {
					list = append(list, text(lit, consts))
				}
				return true
			})
		}
	})
	return sorted(list)
}

// sources reads every file of the module that is no test.
func sources(t *testing.T, each func(path string, file *ast.File, consts map[string]string)) {
	t.Helper()
	root := testkit.Root()
	for _, dir := range []string{"access", "internal", "iso20022", "matching", "money"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.IsDir() {
				return err
			}
			readPackage(t, root, path, each)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func readPackage(t *testing.T, root, dir string, each func(path string, file *ast.File, consts map[string]string)) {
	t.Helper()
	files, consts := map[string]*ast.File{}, map[string]string{}
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files[path] = file
		ast.Inspect(file, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok && len(v.Names) == len(v.Values) {
				for i, name := range v.Names {
					consts[name.Name] = text(v.Values[i], nil)
				}
			}
			return true
		})
	}
	for _, path := range paths {
		if rel, err := filepath.Rel(root, path); err == nil && files[path] != nil {
			each(filepath.ToSlash(rel), files[path], consts)
		}
	}
}

// text is a literal, a sum of them, or a constant; "" for what is known at run
// time only.
func text(e ast.Expr, consts map[string]string) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.BinaryExpr:
		return text(e.X, consts) + text(e.Y, consts)
	case *ast.Ident:
		return consts[e.Name]
	}
	return ""
}
