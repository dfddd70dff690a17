// Command countersign is the server and its tools: one binary, one file for
// each verb. Exit status 0 is done, 1 refused or failed, 2 wrong use; an error
// is one line on standard error that says what to do.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/fault"
)

// version is set by the linker.
var version = "unknown"

const (
	done     = 0
	refused  = 1
	wrongUse = 2
)

// tool is what every verb gets.
type tool struct {
	ctx    context.Context
	in     io.Reader
	out    io.Writer
	errors io.Writer
}

// usage is an error of how the program was called.
type usage struct{ error }

// errSilent ends with status 1 and without a line: the verb has said why.
var errSilent = errors.New("refused")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run carries out one command line and gives its exit status.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	var verbs verbs
	ended := -1
	parser, err := kong.New(&verbs, kong.Name("countersign"), kong.Description("Governed treasury operations: four eyes on every change, and a log that proves it."),
		kong.Writers(out, errs), kong.Exit(func(status int) { ended = status }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return complain(errs, err)
	}
	call, err := parser.Parse(args)
	if ended >= 0 {
		return ended // help was shown
	}
	if err != nil {
		return complain(errs, usage{fmt.Errorf("%w; 'countersign --help' lists what there is", err)})
	}
	if err := call.Run(&tool{ctx, in, out, errs}); err != nil {
		return complain(errs, err)
	}
	return done
}

// verbs are the command line; each field's type stands in the file of its name.
type verbs struct {
	Serve     serveVerb     `cmd:"" help:"Start the server."`
	Init      initVerb      `cmd:"" help:"Found an installation with two administrators or more, and print their one-time links."`
	Apply     applyVerb     `cmd:"" help:"Make the configuration what files say, as one change."`
	Approve   approveVerb   `cmd:"" help:"Agree to a change that waits, or to some of its rows, after looking at it."`
	Export    exportVerb    `cmd:"" help:"Write the configuration to files."`
	Preset    presetVerb    `cmd:"" help:"Switch a family of four-eyes rules on."`
	Doctor    doctorVerb    `cmd:"" help:"Name the four-eyes rules and pending changes that nobody can meet any more. Exit status 1 when there are any."`
	Check     checkVerb     `cmd:"" help:"May a user do this? Exit status 0 yes, 1 no."`
	Why       whyVerb       `cmd:"" help:"Why may a user do this, or not?"`
	Who       whoVerb       `cmd:"" help:"Who may do this, now or at a past time?"`
	What      whatVerb      `cmd:"" help:"Everything that a user may do, now or at a past time."`
	AsOf      asOfVerb      `cmd:"" name:"as-of" help:"A record as it was at a past time, from the log."`
	PutBack   putBackVerb   `cmd:"" help:"Put a record back to an earlier version, as a change like any other."`
	Report    reportVerb    `cmd:"" help:"Rights at a date, changes of one person, rules that were off, payments, a ticket's evidence: from the log."`
	Simulate  simulateVerb  `cmd:"" help:"Who would gain and lose what by changes that are not made?"`
	Collusion collusionVerb `cmd:"" help:"Which smallest sets of people could bring this about together? Exit status 1 when one alone could."`
	Stale     staleVerb     `cmd:"" help:"Which access seems to be of no use any more?"`
	Signing   signingVerb   `cmd:"" help:"Decide about signatures, without a server."`
	Netting   nettingVerb   `cmd:"" help:"Net cycles, without a server."`
	Match     matchVerb     `cmd:"" help:"Reconcile two files, without a server."`
	Audit     auditVerb     `cmd:"" help:"Look after the audit log."`
	Keys      keysVerb      `cmd:"" help:"Look after the keys."`
	Demo      demoVerb      `cmd:"" help:"Play the whole story on twelve companies' files, then keep serving."`
	Version   versionVerb   `cmd:"" help:"Show which countersign this is."`
}

// complain writes the error on one line and gives the exit status.
func complain(errs io.Writer, err error) int {
	var wrong usage
	if errors.Is(err, errSilent) {
		return refused
	}
	_, _ = fmt.Fprintln(errs, "countersign: "+oneLine(err))
	if errors.As(err, &wrong) {
		return wrongUse
	}
	if code := fault.Code(err); code == "unknown_setting" || code == "bad_setting" || code == "config_file" {
		return wrongUse
	}
	return refused
}

func oneLine(err error) string {
	text := err.Error()
	var f *fault.Error
	if errors.As(err, &f) && f.Detail != "" {
		text = f.Detail
		if f.Field != "" && !strings.Contains(text, f.Field) {
			text = f.Field + ": " + text
		}
		if f.Err != nil && f.Kind != fault.Denied {
			text += " (" + f.Err.Error() + ")"
		}
	}
	return strings.Join(strings.Fields(text), " ")
}

// place says where the installation is; verbs that work on one embed it.
type place struct {
	Config   string `help:"YAML file of settings." type:"path" env:"COUNTERSIGN_CONFIG"`
	Data     string `help:"Data folder." placeholder:"DIR"`
	Database string `help:"PostgreSQL instead of the data folder's SQLite." placeholder:"URL"`
}

func (p *place) load(flags map[string]string) (*config.Config, error) {
	all := map[string]string{"data": p.Data, "database": p.Database}
	for k, v := range flags {
		all[k] = v
	}
	return config.Load(config.Sources{File: p.Config, Flags: all})
}

// show writes v as indented JSON.
func (t *tool) show(v any) error {
	enc := json.NewEncoder(t.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

func (t *tool) say(format string, args ...any) error {
	_, err := fmt.Fprintf(t.out, format+"\n", args...)
	return err
}
