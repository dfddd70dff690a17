# Two commands do everything: make demo, make test.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
TOOLS := .cache/bin
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X main.version=$(VERSION)

.PHONY: help demo test check build web bench soak setup tools format lint unit race browser pictures clean

help: ## what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

demo: build ## play the whole story, then keep serving until interrupted
	bin/countersign demo

build: web ## one static binary, the page in it: bin/countersign
	CGO_ENABLED=0 go build -trimpath -ldflags '$(LDFLAGS)' -o bin/countersign ./cmd/countersign

PAGE := internal/ui/dist/index.html
PAGE_CHECKED := .cache/page-checked
PAGE_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/build/*' -not -name schema.d.ts)

web: $(PAGE) ## the page: types from the API's document, checks, tests, build

$(PAGE): web/node_modules/.package-lock.json docs/openapi.json $(PAGE_SOURCES) | $(PAGE_CHECKED)
	cd web && npm run -s test && npm run -s build

$(PAGE_CHECKED): web/node_modules/.package-lock.json docs/openapi.json $(PAGE_SOURCES)
	cd web && npm run -s types && npm run -s check && npm run -s lint
	mkdir -p $(@D) && touch $@

web/node_modules/.package-lock.json: web/package.json web/package-lock.json web/.npmrc
	cd web && npm ci --no-progress
	touch $@

test: setup check ## everything that must hold (installs what it needs)

check: lint unit race browser ## what test runs, without installing anything

setup: ## install the servers that the tests start for real
	scripts/setup

tools: $(TOOLS)/golangci-lint $(TOOLS)/fsck

$(TOOLS)/golangci-lint: tools/go.mod tools/go.sum
	mkdir -p $(TOOLS)
	cd tools && go build -o ../$(TOOLS)/ github.com/golangci/golangci-lint/v2/cmd/golangci-lint golang.org/x/tools/cmd/deadcode

$(TOOLS)/fsck: tools/fsck/go.mod tools/fsck/go.sum
	mkdir -p $(TOOLS)
	cd tools/fsck && go build -o ../../$(TOOLS)/fsck github.com/transparency-dev/tessera/cmd/fsck

format: $(TOOLS)/golangci-lint web/node_modules/.package-lock.json ## put all files into the one form
	$(TOOLS)/golangci-lint fmt ./...
	cd web && npm run -s format -- ../e2e/browser

lint: $(TOOLS)/golangci-lint web/node_modules/.package-lock.json ## form, arrows that only point down, common mistakes, dead code
	$(TOOLS)/golangci-lint run ./...
	@dead=$$($(TOOLS)/deadcode -test ./... 2>&1); if [ -n "$$dead" ]; then echo "$$dead"; exit 1; fi
	cd web && npm run -s types && npm run -s check && npm run -s lint -- ../e2e/browser
	touch $(PAGE_CHECKED) # the page's build need not do it again

unit: build $(TOOLS)/fsck ## all tests, both databases
	scripts/with-postgres go test -timeout 20m ./...
	cd bench && go vet $$(go list ./... | grep -v /duck) # DuckDB is C: it is fetched and built by bench alone

# The race detector looks at Go's heap and at variables. SQLite's translated C keeps
# its memory outside of both: watched, it took most of the time and nothing could be
# found in it. A hash of a password is one computation over 64 MiB of its own. Who
# calls them is watched, the driver of SQLite too.
unwatched := modernc.org/sqlite/lib modernc.org/libc modernc.org/memory golang.org/x/crypto/argon2

race: $(TOOLS)/fsck ## the short forms again under the race detector
	CGO_ENABLED=1 scripts/with-postgres go test -race $(unwatched:%=-gcflags=%=-race=false) -short -timeout 20m ./...

BROWSER := node --test --test-force-exit --test-concurrency=2 --test-reporter spec e2e/browser/*.test.mjs

browser: build ## the page as the demo's people use it, in headless Chromium
	$(BROWSER)

pictures: build ## the same, and the user guide's pictures anew
	COUNTERSIGN_PICTURES=docs/guide/pictures $(BROWSER)

soak: build $(TOOLS)/fsck ## the long forms: every kill, every random case
	COUNTERSIGN_SOAK=1 scripts/with-postgres go test -timeout 4h ./...

bench: ## measure beside the peers; writes docs/benchmarks.md
	cd bench && go run ./check -out ../docs/benchmarks.md
	cd bench && go run ./net -out ../docs/benchmarks.md
	cd bench && go run ./match -large -out ../docs/benchmarks.md
	cd bench && go run ./sign -out ../docs/benchmarks.md
	cd bench && go run ./list -out ../docs/benchmarks.md
	cd bench && go run ./collusion -out ../docs/benchmarks.md
	cd bench && go run ./collude -out ../docs/benchmarks.md
	cd bench && go run ./audit -out ../docs/benchmarks.md
	cd bench && go run ./governed -seconds 5 -repeat 5 -out ../docs/benchmarks.md

clean:
	-scripts/test-postgres stop
	rm -rf bin .cache web/node_modules web/build
	find internal/ui/dist -mindepth 1 -not -name .gitignore -delete
