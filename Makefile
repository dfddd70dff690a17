# Two commands do everything: make demo, make test.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
TOOLS := .cache/bin
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X main.version=$(VERSION)

.PHONY: help demo test check build bench soak setup tools format lint unit race clean

help: ## what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

demo: build ## play the whole story, then keep serving until interrupted
	bin/countersign demo

build: ## one static binary: bin/countersign
	CGO_ENABLED=0 go build -trimpath -ldflags '$(LDFLAGS)' -o bin/countersign ./cmd/countersign

test: setup check ## everything that must hold (installs what it needs)

check: lint unit race ## what test runs, without installing anything

setup: ## install the servers that the tests start for real
	scripts/setup

tools: $(TOOLS)/golangci-lint

$(TOOLS)/golangci-lint: tools/go.mod tools/go.sum
	mkdir -p $(TOOLS)
	cd tools && go build -o ../$(TOOLS)/ github.com/golangci/golangci-lint/v2/cmd/golangci-lint golang.org/x/tools/cmd/deadcode

format: $(TOOLS)/golangci-lint ## put all Go files into the one form
	$(TOOLS)/golangci-lint fmt ./...

lint: $(TOOLS)/golangci-lint ## form, arrows that only point down, common mistakes, dead code
	$(TOOLS)/golangci-lint run ./...
	@dead=$$($(TOOLS)/deadcode -test ./... 2>&1); if [ -n "$$dead" ]; then echo "$$dead"; exit 1; fi

unit: build ## all tests, both databases
	scripts/with-postgres go test -timeout 20m ./...
	cd bench && go vet ./...

race: ## the short forms again under the race detector
	CGO_ENABLED=1 scripts/with-postgres go test -race -short -timeout 20m ./...

soak: build ## the long forms: every kill, every random case
	COUNTERSIGN_SOAK=1 scripts/with-postgres go test -timeout 4h ./...

bench: ## measure beside the peers; writes docs/benchmarks.md
	cd bench && go run ./governed -seconds 5 -repeat 5 -out ../docs/benchmarks.md

clean:
	-scripts/test-postgres stop
	rm -rf bin .cache
