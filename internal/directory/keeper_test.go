package directory_test

import (
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/testkit/house"
)

// Else nobody would count as one with the last of a long chain of services.
func TestOnlyAPersonKeepsAService(t *testing.T) {
	house.Each(t, tables, directory.Verbs, func(t *testing.T, h *house.House) {
		service := func(id, keeper string) *directory.User {
			return &directory.User{Email: id + "@service.example", Name: id, Kind: "service", Status: "active", Keeper: govern.ID(keeper)}
		}
		put(h, directory.Users, "feed", service("feed", house.Founder))
		_, err := h.Submit(house.Second, govern.PutNew(directory.Users, "other", service("other", "feed")))
		if fault.Code(err) != "keeper_no_person" {
			t.Errorf("a service keeps a service: %v", err)
		}
		_, err = h.Submit(house.Second, govern.PutNew(directory.Users, "other", service("other", "nobody")))
		if fault.Code(err) != "unknown_reference" {
			t.Errorf("nobody keeps a service: %v", err)
		}
	})
}
