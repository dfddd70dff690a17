package main

import (
	"runtime"
	"runtime/debug"
)

type versionVerb struct {
	JSON bool `name:"json" help:"Print as JSON."`
}

// Run tells what was built, of which commit, with what.
func (v *versionVerb) Run(t *tool) error {
	commit := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = s.Value
			}
		}
	}
	if v.JSON {
		return t.show(map[string]string{"version": version, "commit": commit, "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH})
	}
	return t.say("countersign %s %s %s/%s", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
