# Everything is built in release, in one folder, so that `run` and `test` share their work.
SWIFT ?= swift
BUILD := .build
BLACKOUT := $(BUILD)/release/blackout
# Reference vectors beside the clone; without them, what the tests carry.
VECTORS ?= ../shared/vectors
CARRIED := Tests/ConformanceTests/Official Tests/BeaconChainTests/Vectors Tests/BLS12381Tests/Vectors

.PHONY: help packages build run test release bench peers lint conformance clean

help:           ## show the targets
	@sed -n 's/^\([a-z]*\): *.*## /\1\t/p' Makefile | expand -t 14

packages:       ## install the system libraries that are missing
	@scripts/install-packages

build: packages ## build the program
	$(SWIFT) build -c release --product blackout

run: build      ## what does a three-hour power cut cost a home staker?
	$(BLACKOUT) run Scenarios/home-power-cut.yaml

test: packages  ## run every test, in release
	$(SWIFT) build -c release --build-tests
	$(SWIFT) test -c release --skip-build --disable-xctest

release: packages ## one stripped binary with the Swift runtime inside: .build-static/blackout
	$(SWIFT) build -c release --product blackout --static-swift-stdlib --scratch-path .build-static
	strip -o .build-static/blackout .build-static/release/blackout
	@ls -l .build-static/blackout

bench: packages ## measure a simulated day, the epoch transition, shuffling, the event engine; with peers, BLS
	$(SWIFT) build -c release --product blackout-bench
	for part in duties epoch shuffle engine gossip $(notdir $(wildcard .build-peers/bls)); do \
		$(BUILD)/release/blackout-bench $$part || exit 1; done

peers:          ## install what the event engine and BLS are measured against, into .build-peers
	scripts/engine-peers
	scripts/bls-peers

lint:           ## format, imports against the architecture, determinism, left-behind marks
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	scripts/check-imports
	scripts/check-sources

conformance: build ## run the protocol's reference tests
	$(BLACKOUT) conformance $(or $(wildcard $(addprefix $(VECTORS)/,official consensus bls dvt)),$(CARRIED))

clean:          ## remove what was built
	rm -rf $(BUILD) .build-static
