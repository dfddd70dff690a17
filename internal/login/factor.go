package login

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"image/png"
	"strings"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/secret"
	"github.com/countersign/countersign/internal/store"
)

const (
	period     = 30 // seconds of one step
	recoveries = 10
)

// wrongCode is the one answer to every code that is not accepted.
func wrongCode() error {
	return fault.New(fault.Denied, "wrong_code", "This code is not accepted. Each code works once; wait for the next one.")
}

// step is the step whose code this is, one step of drift allowed; 0 for none.
func step(seed, code string, seconds int64) int64 {
	for _, s := range []int64{seconds / period, seconds/period - 1, seconds/period + 1} {
		ok, err := hotp.ValidateCustom(code, uint64(s), seed, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if ok && err == nil {
			return s
		}
	}
	return 0
}

// useStep takes a step, and every one before it, out of use on all nodes. False
// when it was out of use already.
func (d *Desk) useStep(ctx context.Context, user string, s int64) (bool, error) {
	return d.once(ctx, `INSERT INTO used_step ("user", step) VALUES ($1, $2)
		ON CONFLICT ("user") DO UPDATE SET step = $2 WHERE used_step.step < $2 RETURNING step`, user, s)
}

// once runs an insertion that gives a row back when it was the first.
func (d *Desk) once(ctx context.Context, q string, user string, v int64, more ...any) (bool, error) {
	var got int64
	err := d.DB.Write(ctx, func(tx store.Tx) error {
		return tx.QueryRow(ctx, []any{&got}, q, append([]any{user, v}, more...)...)
	})
	if errors.Is(err, store.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// factor tries a code, six digits or a recovery code, and uses it up. It gives
// the method that it stands for; fault wrong_code.
func (d *Desk) factor(ctx context.Context, c *directory.Credential, code string) (method string, err error) {
	code = strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(code))
	user, ok := string(c.User), false
	if len(code) == 6 {
		seed, err := d.Ring.UnsealText(c.Seed, place(user, "seed"))
		if err != nil {
			return "", err
		}
		method = "totp"
		if s := step(seed, code, d.Codes().Unix()); s > 0 {
			ok, err = d.useStep(ctx, user, s)
		}
		if err != nil {
			return "", err
		}
	} else {
		method = "recovery"
		if ok, err = d.recover(ctx, c, code); err != nil {
			return "", err
		}
	}
	if !ok {
		return "", wrongCode()
	}
	return method, nil
}

func (d *Desk) recover(ctx context.Context, c *directory.Credential, code string) (bool, error) {
	kept, err := d.Ring.UnsealText(c.Recovery, place(string(c.User), "recovery"))
	if err != nil {
		return false, err
	}
	h := hashOf(code)
	for _, k := range strings.Fields(kept) {
		if k == h {
			return d.once(ctx, `INSERT INTO used_recovery ("user", used_at, hash) VALUES ($1, $2, $3) ON CONFLICT ("user", hash) DO NOTHING RETURNING used_at`,
				string(c.User), int64(d.now()), h)
		}
	}
	return false, nil
}

// newRecovery draws ten codes of 80 bits, as people write them, and seals their
// hashes.
func (d *Desk) newRecovery(user string) (codes []string, sealed secret.Sealed, err error) {
	var hashes []string
	for range recoveries {
		var b [10]byte
		_, _ = rand.Read(b[:]) // never fails; the program stops instead
		plain := strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
		hashes = append(hashes, hashOf(plain))
		codes = append(codes, plain[:4]+"-"+plain[4:8]+"-"+plain[8:12]+"-"+plain[12:])
	}
	sealed, err = d.Ring.SealText(strings.Join(hashes, " "), place(user, "recovery"))
	return codes, sealed, err
}

// Enrolment is a second factor that is being enrolled.
type Enrolment struct {
	Seed string // for typing, in base 32
	URL  string // otpauth://
	QR   string // the same as a PNG in a data: URL
}

func newSeed(issuer, account string) (*otp.Key, error) {
	return totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: account, Period: period, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
}

func enrolment(key *otp.Key) (*Enrolment, error) {
	img, err := key.Image(264, 264)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, err
	}
	return &Enrolment{Seed: key.Secret(), URL: key.URL(), QR: "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes())}, nil
}
