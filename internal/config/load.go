package config

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"

	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/spelling"
)

// prefix begins the name of every environment variable that is a setting.
const prefix = "COUNTERSIGN_"

// foreign are variables of that prefix that are no settings: the key ring, the
// configuration file's name, whom client verbs ask and as whom, and what the
// project's own tests look at.
var foreign = map[string]bool{prefix + "KEYS": true, prefix + "SERVER": true, prefix + "TOKEN": true, prefix + "CONFIG": true, prefix + "SHARED": true, prefix + "SOAK": true}

// Sources are where settings come from, besides their defaults.
type Sources struct {
	File    string            // a YAML file; "" for none
	Environ []string          // NAME=value; nil: the process's environment
	Flags   map[string]string // by key; "" is not given
}

// Load reads all sources. Faults, all with the key as field: unknown_setting,
// bad_setting; config_file when the file cannot be read.
func Load(s Sources) (*Config, error) {
	k := koanf.New(".")
	if s.File != "" {
		if err := loadFile(k, s.File); err != nil {
			return nil, err
		}
	}
	if err := loadEnvironment(k, s.Environ); err != nil {
		return nil, err
	}
	for key, v := range s.Flags {
		if v == "" {
			continue
		}
		if err := known(key, "the flags"); err != nil {
			return nil, err
		}
		if err := k.Set(key, v); err != nil {
			return nil, err
		}
	}
	return settle(k)
}

func loadFile(k *koanf.Koanf, path string) error {
	if err := k.Load(file.Provider(path), yaml.Parser()); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return fault.New(fault.Invalid, "config_file", "There is no configuration file %s.", path)
		}
		return fault.Wrap(err, fault.Invalid, "config_file", "The configuration file %s cannot be read: %v.", path, err)
	}
	for _, key := range k.Keys() {
		if err := known(key, path); err != nil {
			return err
		}
	}
	return nil
}

func loadEnvironment(k *koanf.Koanf, environ []string) error {
	if environ == nil {
		environ = os.Environ()
	}
	byName := map[string]string{}
	for _, s := range Settings() {
		byName[s.Variable] = s.Key
	}
	var wrong error
	err := k.Load(env.Provider(".", env.Opt{Prefix: prefix, EnvironFunc: func() []string { return environ }, TransformFunc: func(name, v string) (string, any) {
		if foreign[name] {
			return "", nil
		}
		key, ok := byName[name]
		if !ok && wrong == nil {
			wrong = unknown(name, "the environment", byName)
		}
		return key, v
	}}), nil)
	if wrong != nil {
		return wrong
	}
	return err
}

// known refuses a key that is no setting.
func known(key, where string) error {
	keys := map[string]string{}
	for _, s := range Settings() {
		if s.Key == key {
			return nil
		}
		keys[s.Key] = key
	}
	return unknown(key, where, keys)
}

func unknown(key, where string, names map[string]string) error {
	hint := ""
	if best, edits := spelling.Nearest(key, slices.Sorted(maps.Keys(names))); edits < len(key) {
		hint = " The nearest is " + best + "."
	}
	return &fault.Error{Kind: fault.Invalid, Code: "unknown_setting", Field: key, Detail: "There is no setting " + key + ", which stands in " + where + "." + hint}
}

// variable is the environment's name of a setting.
func variable(key string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}
