# run · test · dev · bench · torture. Everything that is missing is installed into the project, or named.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := run

WASM_BINDGEN := 0.2.130
BINDGEN := .tools/bin/wasm-bindgen
HALF := target/half
HALF_SOURCES := $(shell find app/src -name '*.rs') app/Cargo.toml Cargo.toml Cargo.lock

.PHONY: run test dev bench torture half tools check unit browser clean

# Builds both halves in release, makes the database, loads the demo town if it is empty, serves.
run: half
	cargo build --release -p server
	SOUQ_DEV=$${SOUQ_DEV:-1} exec ./target/release/souq serve --demo

half: $(HALF)/app_bg.wasm

tools: $(BINDGEN)

$(BINDGEN):
	cargo install wasm-bindgen-cli --version =$(WASM_BINDGEN) --no-default-features --root .tools

# The browser half has its own target folder, so that the two halves do not build each other anew.
$(HALF)/app_bg.wasm: $(HALF_SOURCES) | $(BINDGEN)
	rustup target list --installed | grep -q wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown
	cargo rustc -p app --lib --crate-type cdylib --target wasm32-unknown-unknown --profile wasm-release --features hydrate --target-dir target-wasm
	$(BINDGEN) --target web --no-typescript --out-dir $(HALF) target-wasm/wasm32-unknown-unknown/wasm-release/app.wasm

# Format, lints, docs; tests on SQLite and PostgreSQL; journeys in a browser.
test: half
	./.ci/needs
	$(MAKE) check
	$(MAKE) unit
	$(MAKE) browser

check:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --features app/ssr -- -D warnings
	RUSTDOCFLAGS="-D warnings -A rustdoc::private_intra_doc_links" cargo doc --workspace --no-deps --features app/ssr

unit:
	./.ci/with-postgres cargo test --workspace --features app/ssr

# The server as the tests before built it: another choice of packages would build most dependencies once more.
browser: half
	cargo test --workspace --features app/ssr --no-run
	cd end2end && npm ci --no-audit --no-fund && npx playwright test

# Rebuilds and serves again when a source changes.
dev: half
	./.ci/watch

# Prints the table of speeds; see the README for how to read it.
bench: half
	cargo build --release -p server
	./.ci/bench

# kill −9 in the middle of writes, 500 times; `make test` does it 20 times.
torture:
	SOUQ_TORTURE=$${SOUQ_TORTURE:-500} cargo test -p server --features app/ssr --test torture -- --nocapture

clean:
	rm -rf target target-wasm .tools data
