package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/fault"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "countersign.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFlagsGoOverTheEnvironmentOverTheFileOverDefaults(t *testing.T) {
	c, err := config.Load(config.Sources{
		File:    write(t, "data: /from/file\naddr: 1.2.3.4:1\nlog:\n  level: warn\nlimits:\n  body: 2MiB\n"),
		Environ: []string{"COUNTERSIGN_ADDR=1.2.3.4:2", "COUNTERSIGN_LOG_LEVEL=error", "HOME=/x"},
		Flags:   map[string]string{"log.level": "debug", "database": ""},
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Data != "/from/file" || c.Addr != "1.2.3.4:2" || c.LogLevel != "debug" || c.LimitBody != 2<<20 || c.LimitHeader != 10*time.Second {
		t.Errorf("the settings are %+v", c)
	}
}

func TestAWrongKeyIsAnErrorThatNamesTheNearest(t *testing.T) {
	for name, s := range map[string]config.Sources{
		"log.level":             {File: write(t, "log:\n  leval: info\n"), Environ: []string{}},
		"COUNTERSIGN_LOG_LEVEL": {Environ: []string{"COUNTERSIGN_LOG_LEVAL=info"}},
		"database":              {Environ: []string{}, Flags: map[string]string{"databse": "x"}},
	} {
		_, err := config.Load(s)
		if fault.Code(err) != "unknown_setting" || !strings.Contains(err.Error(), "nearest is "+name) {
			t.Errorf("the error is %v, want one that names %s", err, name)
		}
	}
}

func TestTheKeyRingInTheEnvironmentIsNoSetting(t *testing.T) {
	if _, err := config.Load(config.Sources{Environ: []string{"COUNTERSIGN_KEYS={}"}}); err != nil {
		t.Error(err)
	}
}

func TestAValueThatIsNoneNamesItsKey(t *testing.T) {
	for key, value := range map[string]string{"limits.body": "many", "limits.idle": "-1s", "log.level": "loud", "limits.import": "99999999999GiB", "database": "file:/does/not/exist", "tls.key": "key.pem"} {
		_, err := config.Load(config.Sources{Environ: []string{}, Flags: map[string]string{key: value}})
		if f := fault.From(err); f.Code != "bad_setting" || f.Field != key {
			t.Errorf("%s=%s gives %v", key, value, err)
		}
	}
}

func TestASecretMayBeAReference(t *testing.T) {
	t.Setenv("THE_DATABASE", "postgres://one")
	path := write(t, "postgres://two\n")
	for ref, want := range map[string]string{"env:THE_DATABASE": "postgres://one", "file:" + path: "postgres://two"} {
		c, err := config.Load(config.Sources{Environ: []string{}, Flags: map[string]string{"database": ref}})
		if err != nil || c.DatabaseURL() != want {
			t.Errorf("%s gives %v, %v", ref, c, err)
		}
	}
}

func TestEverySettingIsDocumented(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range config.Settings() {
		if s.Key == "" || s.Doc == "" || seen[s.Variable] {
			t.Errorf("the setting %+v lacks its documentation, or is there twice", s)
		}
		seen[s.Variable] = true
	}
}
