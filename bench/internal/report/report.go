// Package report writes the figures of one command into its own section of the
// file of all benchmarks, and says what they were measured on.
package report

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

const opening = "# Benchmarks\n\nEach figure stands beside its peer or its limit, measured in the same run; ratios count, not absolute times.\n\n"

// Section is one marked part of the file: what stands between its marks is
// replaced, what people wrote around them stays.
type Section struct {
	Title   string // its heading
	Command string // the folder of the command, such as "check"
	body    strings.Builder
}

// Printf adds to the section.
func (s *Section) Printf(format string, args ...any) { fmt.Fprintf(&s.body, format, args...) }

// Empty reports whether nothing was added.
func (s *Section) Empty() bool { return s.body.Len() == 0 }

// Text is the section with its marks, its heading and where it comes from. how
// says in what way it was measured, modules are named with their versions.
func (s *Section) Text(how string, modules ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n## %s\n\n", s.begins(), s.Title)
	arguments := append([]string{"cd bench && go run ./" + s.Command}, os.Args[1:]...)
	fmt.Fprintf(&b, "Measured on %s with `%s`: %s. %s%s.\n\n", time.Now().UTC().Format(time.DateOnly), strings.Join(arguments, " "), how, Machine(), versions(modules))
	b.WriteString(strings.TrimSpace(s.body.String()))
	fmt.Fprintf(&b, "\n%s\n", s.ends())
	return b.String()
}

func (s *Section) begins() string {
	return fmt.Sprintf("<!-- %s: written by bench/%s -->", strings.ToLower(s.Title), s.Command)
}
func (s *Section) ends() string { return fmt.Sprintf("<!-- end of %s -->", strings.ToLower(s.Title)) }

// Write puts the text where the section stands in the file, or at its end.
func (s *Section) Write(file, text string) error {
	old, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		old = []byte(opening)
	} else if err != nil {
		return err
	}
	all, last := string(old), s.ends()+"\n"
	if from, to := strings.Index(all, s.begins()), strings.Index(all, last); from >= 0 && to > from {
		all = all[:from] + text + all[to+len(last):]
	} else {
		all = strings.TrimRight(all, "\n") + "\n\n" + text
	}
	return os.WriteFile(file, []byte(all), 0o644)
}

// Machine is the processor, the system and the compiler.
func Machine() string {
	cpu := "unknown processor"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if m := regexp.MustCompile(`model name\s*: (.*)`).FindSubmatch(text); m != nil {
			cpu = strings.Join(strings.Fields(string(m[1])), " ")
		}
	}
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	return fmt.Sprintf("%d × %s, %s %s, %s", runtime.NumCPU(), cpu, runtime.GOOS, strings.TrimSpace(string(kernel)), runtime.Version())
}

// versions are those that this program was built with.
func versions(modules []string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	text := ""
	for _, name := range modules {
		for _, m := range info.Deps {
			if m.Path == name {
				text += ", " + short(m.Path) + " " + m.Version
			}
		}
	}
	return text
}

var major = regexp.MustCompile(`/v\d+$`)

func short(module string) string { return path.Base(major.ReplaceAllString(module, "")) }

// Met says whether a goal was reached.
func Met(reached bool) string {
	if reached {
		return "yes"
	}
	return "**no**"
}

// Ms is a time in milliseconds.
func Ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
