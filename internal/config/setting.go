package config

import (
	"fmt"
	"math"
	"os"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/knadh/koanf/v2"

	"github.com/countersign/countersign/internal/fault"
)

// Setting documents one setting.
type Setting struct {
	Key      string `json:"key"`
	Variable string `json:"variable"`
	Default  string `json:"default"`
	Doc      string `json:"doc"`
}

// Settings lists every setting in the order of Config.
func Settings() []Setting {
	var list []Setting
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		key := f.Tag.Get("key")
		list = append(list, Setting{Key: key, Variable: variable(key), Default: f.Tag.Get("default"), Doc: f.Tag.Get("doc")})
	}
	return list
}

// Size is a number of bytes, written like 8MiB, 64KiB, 2GiB or 1048576.
type Size int64

func parseSize(text string) (Size, error) {
	digits, unit := text, int64(1)
	for suffix, n := range map[string]int64{"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30} {
		if d, ok := strings.CutSuffix(text, suffix); ok {
			digits, unit = strings.TrimSpace(d), n
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 1 || n > math.MaxInt64/unit {
		return 0, fmt.Errorf("%q is not a size like 8MiB", text)
	}
	return Size(n * unit), nil
}

// settle turns texts into the Config's types.
func settle(k *koanf.Koanf) (*Config, error) {
	c := &Config{}
	v := reflect.ValueOf(c).Elem()
	for _, f := range reflect.VisibleFields(v.Type()) {
		key, text := f.Tag.Get("key"), f.Tag.Get("default")
		if k.Exists(key) {
			text = fmt.Sprint(k.Get(key))
		}
		if err := set(v.FieldByIndex(f.Index), &f, text); err != nil {
			return nil, &fault.Error{Kind: fault.Invalid, Code: "bad_setting", Field: key, Detail: fmt.Sprintf("The setting %s is wrong: %v.", key, err)}
		}
	}
	if (c.TLSCertificate == "") != (c.TLSKey == "") {
		return nil, fault.Bad("tls.key", "bad_setting", "HTTPS takes both tls.certificate and tls.key.")
	}
	if err := c.checkNotices(); err != nil {
		return nil, err
	}
	_, err := c.Proxies()
	return c, err
}

func set(field reflect.Value, f *reflect.StructField, text string) error {
	var value any
	var err error
	switch field.Interface().(type) {
	case Size:
		value, err = parseSize(text)
	case time.Duration:
		var d time.Duration
		if d, err = time.ParseDuration(text); err == nil && d <= 0 {
			err = fmt.Errorf("%q is not above zero", text)
		}
		value = d
	default:
		if f.Tag.Get("secret") != "" {
			text, err = reveal(text)
		}
		if allowed := f.Tag.Get("enum"); allowed != "" && !contains(allowed, text) {
			err = fmt.Errorf("%q is none of %s", text, allowed)
		}
		value = text
	}
	if err == nil {
		field.Set(reflect.ValueOf(value))
	}
	return err
}

func contains(list, word string) bool {
	for _, w := range strings.Split(list, ",") {
		if w == word {
			return true
		}
	}
	return false
}

// reveal follows a reference to a secret. Its error does not repeat the secret.
func reveal(text string) (string, error) {
	if name, ok := strings.CutPrefix(text, "env:"); ok {
		v := os.Getenv(name)
		if v == "" {
			return "", fmt.Errorf("the environment variable %s is empty or missing", name)
		}
		return v, nil
	}
	if path, ok := strings.CutPrefix(text, "file:"); ok {
		b, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		if strings.TrimSpace(string(b)) == "" {
			return "", fmt.Errorf("the file %s is empty", path)
		}
		return strings.TrimSpace(string(b)), nil
	}
	return text, nil
}
