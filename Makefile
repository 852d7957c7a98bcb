# `make help` lists the commands. Everything that is missing is installed into the project, or named.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := run

HALF := target/half
# What the browser half is made of: only the crate of islands is built for the browser.
HALF_SOURCES := $(shell find app/islands -name '*.rs' -o -name Cargo.toml) Cargo.lock
MODULE := target-wasm/wasm32-unknown-unknown/wasm-release/islands.wasm

.PHONY: run test dev bench torture release house audit help half wings check unit browser clean
# A line that says which step it is, with the clock.
say = @printf '\n\033[1m%s  %s\033[0m\n' "$$(date +%T)" "$(1)"

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s%s\n", $$1, $$2}' Makefile

run: ## builds, makes the database, loads the demo town if it is empty, serves on http://127.0.0.1:3000
	$(call say,1/3 the browser half and the wings side by side: about five minutes the first time on two cores)
	$(MAKE) -s -j2 half wings
	$(call say,2/3 the server: about four minutes the first time)
	cargo build -p server
	$(call say,3/3 the demo town: about fifteen seconds the first time)
	SOUQ_DEV=$${SOUQ_DEV:-1} exec ./target/debug/souq serve --demo

release: half ## builds what is installed on a server: one file, ./target/release/souq (a quarter of an hour on two cores)
	cargo build --release -p server

half: $(HALF)/souq_bg.wasm

wings:
	cargo build -p app -p world -p pictures

$(MODULE): $(HALF_SOURCES)
	rustup target list --installed | grep -q wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown
	cargo rustc -p islands --lib --crate-type cdylib --target wasm32-unknown-unknown --profile wasm-release --features hydrate --target-dir target-wasm
	@touch $@

# The browser half has its own target folder, so that the two halves do not build each other anew.
$(HALF)/souq_bg.wasm: $(MODULE)
	cargo run -q -p bindgen -- $(MODULE) $(HALF)
	@touch $@

test: ## format, lints, docs; tests on SQLite and PostgreSQL; journeys in a browser
	./.ci/needs
	$(call say,1/5 the browser half and the wings)
	$(MAKE) -s -j2 half wings
	$(call say,2/5 the server)
	cargo build -p server
	$(call say,3/5 format and lints and docs)
	$(MAKE) -s check
	$(call say,4/5 tests on SQLite and PostgreSQL)
	$(MAKE) -s unit
	$(call say,5/5 journeys in a browser)
	$(MAKE) -s browser
	$(call say,done)

check:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings -A rustdoc::private_intra_doc_links" cargo doc --workspace --no-deps

unit:
	./.ci/with-postgres cargo test --workspace

# The server as the tests before built it: another choice of packages would build most dependencies once more.
browser: half
	cargo test --workspace --no-run
	cd end2end && npm ci --no-audit --no-fund && npm run lint && npx playwright test

dev: half ## rebuilds and serves again when a source changes, and reloads the open page
	./.ci/watch

bench: release ## prints the table of speeds; docs/speed.md says how to read it
	./.ci/bench

torture: ## kill −9 in the middle of writes, 500 times, and attacks on memory and sockets; `make test` does it 20 times, and in small
	SOUQ_TORTURE=$${SOUQ_TORTURE:-500} cargo test -p server --test torture -- --nocapture
	SOUQ_TORTURE=1 cargo test -p server --test attacks -- --nocapture --test-threads 1

house: ## files by room, circles between files, what is left of the house rules
	cargo test -q -p house --test rules -- --nocapture the_house

audit: ## licences, advisories and doubles of what is built in; dependencies that nothing uses
	test -x .tools/bin/cargo-deny || cargo install --locked --root .tools cargo-deny
	test -x .tools/bin/cargo-machete || cargo install --locked --root .tools cargo-machete
	.tools/bin/cargo-deny check licenses bans sources
	if .tools/bin/cargo-deny fetch; then .tools/bin/cargo-deny check advisories; else echo 'The database of advisories cannot be had here.'; fi
	.tools/bin/cargo-machete

clean: ## takes away what was built, and the demo data
	rm -rf target target-wasm data
