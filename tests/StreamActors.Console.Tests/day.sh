#!/usr/bin/env bash
# A day of an operator, with the console alone. Exits with 0 if every step succeeded.
# Needs: streamactors on the path, STREAMACTORS_SERVER, and three free ports: STUDIO (UDP), PARTNER and CLOSED (nothing listens there).
set -euo pipefail

step() { printf '\n## %s\n' "$*"; }
has() { grep -q -- "$1" "$2" || { printf 'No "%s" in %s:\n' "$1" "$2" >&2; cat "$2" >&2; exit 1; }; }

step "Morning: who am I, and is the server healthy?"
streamactors me
streamactors health

step "Create a stream: one input, two destinations, one of them with a passphrase that is never shown."
printf 'between-us-only\n' >passphrase
chmod 600 passphrase
streamactors inputs create bars --url test://bars --on
streamactors outputs create studio --input bars --url "udp://127.0.0.1:$STUDIO" --on --label team=news
streamactors outputs create partner --input bars --url "srt://127.0.0.1:$PARTNER" --secret passphrase=@passphrase --label team=sales

step "Watch it until it is on air."
streamactors watch >moves &
watching=$!
trap 'kill $watching 2>/dev/null || true' EXIT
streamactors wait input/bars on-air --for 90
streamactors wait output/studio on-air --for 90
streamactors status

step "Break it: give the studio a wrong address."
streamactors outputs edit studio --url "srt://127.0.0.1:$CLOSED"
streamactors wait output/studio backing-off --for 90

step "Why?"
streamactors why output/studio | tee why
has "failed (network)" why
streamactors logs output/studio --lines 5
streamactors status | tee status
has "output/studio" status
has "1 of 1 input on air" status

step "Who did that? Undo it."
streamactors changes output/studio | tee changes
has "udp://127.0.0.1:$STUDIO → srt://127.0.0.1:$CLOSED" changes
streamactors undo "$(grep -o 'output/studio#[0-9]*' changes | tail -n 1)"
streamactors wait output/studio on-air --for 90

step "Export the configuration: once without secrets, once with its secrets sealed."
streamactors export --to before.json
streamactors export --to sealed.json --passphrase @passphrase

step "Remove everything."
printf '{"format":"streamactors/1","inputs":[{"id":"bars","address":{"url":"test://"}}]}' >less.json
if streamactors import less.json --replace </dev/null; then false; fi
streamactors import less.json --replace --dry-run | tee less
has "output/studio would be removed." less
streamactors import less.json --replace --yes
streamactors outputs list | tee none
has "No outputs." none

step "Restore it, secrets included."
streamactors import sealed.json --passphrase @passphrase
streamactors export --to after.json
cmp before.json after.json
streamactors outputs show partner | tee partner
has 'passphrase=\*\*\*' partner
streamactors wait output/studio on-air --for 90
streamactors wait input/bars on-air --for 90

step "Evening: stop all news outputs."
streamactors outputs stop --label team=news
streamactors wait output/studio idle --for 90
kill -TERM $watching
code=0
wait $watching || code=$?
[[ $code == 143 ]]
trap - EXIT
has "output/studio on-air" moves
has "output/studio backing-off" moves
! grep -rq between-us-only moves why status changes before.json sealed.json after.json partner

step "Done."
