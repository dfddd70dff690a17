package notice_test

import (
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/notice"
	"github.com/countersign/countersign/internal/testkit/house"
	"github.com/countersign/countersign/internal/testkit/postbox"
)

// TestWhoCanNameASuccessorIsToldThatNobodyLooksAfterWhatSomebodyHad, on the home page
// and by mail, until somebody does; and so is whom the unit names, later.
func TestWhoCanNameASuccessorIsToldThatNobodyLooksAfterWhatSomebodyHad(t *testing.T) {
	each(t, postbox.Plain, func(t *testing.T, o *office) {
		do := func(cmd govern.Command) { o.Must(o.Submit(house.Founder, cmd)) }
		o.User("leader", "user.suspend", "user.update", "user.view")
		o.User("head")
		o.User("leaver")
		do(govern.PutNew(notice.Escalations, "left", &notice.Escalation{Name: "Left", Kind: "unlooked", After: 60, User: "head"}))
		do(govern.PutNew(directory.Users, "robot", &directory.User{Email: "robot@example.com", Name: "Robot", Kind: "service", Status: "active", Keeper: "leaver"}))
		u, err := directory.Users.Get(t.Context(), o.DB, "leaver")
		if err != nil {
			t.Fatal(err)
		}
		next := *u
		next.EndsAt = govern.At(o.Clock.Now().Add(time.Hour))
		do(govern.Put(directory.Users, u.ID, u.Version, &next)) // there is nothing yet
		o.Grant("leaver", "api_token.insert")
		o.Must(o.Submit("leaver", govern.PutNew(directory.APITokens, "key", &directory.APIToken{User: "robot", Name: "key", Hash: strings.Repeat("0a", 32), MadeBy: "leaver", ExpiresAt: govern.At(o.Clock.Now().Add(48 * time.Hour))})))
		told := func(user string) (list []string) {
			t.Helper()
			o.look()
			all, err := notice.Told(t.Context(), o.DB, user, govern.At(o.Clock.Now()))
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range all {
				list = append(list, string(x.Kind)+" "+string(x.Record))
			}
			return list
		}
		if list := told("leader"); list != nil {
			t.Errorf("before the end the leader is told of %v", list)
		}
		o.Clock.Advance(time.Hour)
		if list := told("leader"); len(list) != 1 || list[0] != "unlooked leaver" || told("head") != nil {
			t.Errorf("the leader is told of %v, the head of %v", list, told("head"))
		}
		if letters := o.to("leader"); len(letters) != 1 || !strings.Contains(textOf(t, letters[0]), "/user/leaver") {
			t.Errorf("the leader has %+v", letters)
		}
		o.Clock.Advance(61 * time.Minute)
		if list := told("head"); len(list) != 1 || list[0] != "unlooked leaver" {
			t.Errorf("the head is told of %v", list)
		}
		suspend := &directory.Suspend{Successor: house.Second}
		suspend.On("leaver")
		o.Must(o.Submit("leader", suspend))
		if len(told("leader"))+len(told("head")) != 0 {
			t.Errorf("after it was handed over they are told of %v and %v", told("leader"), told("head"))
		}
	})
}
