#!/usr/bin/env bash
# A day in an operator's life, with the console and nothing else. It ends with 0 where every step came out as it should.
# Wants: streamactors on the path, STREAMACTORS_SERVER, and three free ports: STUDIO (UDP), PARTNER and CLOSED (nobody answers).
set -euo pipefail

step() { printf '\n## %s\n' "$*"; }
has() { grep -q -- "$1" "$2" || { printf 'No "%s" in %s:\n' "$1" "$2" >&2; cat "$2" >&2; exit 1; }; }

step "Morning: who am I here, and is the server well?"
streamactors me
streamactors health

step "A stream is set up: one input, two destinations, one of them with a passphrase that nobody sees."
printf 'between-us-only\n' >passphrase
chmod 600 passphrase
streamactors inputs create bars --url test://bars --on
streamactors outputs create studio --input bars --url "udp://127.0.0.1:$STUDIO" --on --label team=news
streamactors outputs create partner --input bars --url "srt://127.0.0.1:$PARTNER" --secret passphrase=@passphrase --label team=sales

step "It is watched until it is on air."
streamactors watch >moves &
watching=$!
trap 'kill $watching 2>/dev/null || true' EXIT
streamactors wait input/bars on-air --for 90
streamactors wait output/studio on-air --for 90
streamactors status

step "Somebody breaks it: the studio's address is wrong now."
streamactors outputs edit studio --url "srt://127.0.0.1:$CLOSED"
streamactors wait output/studio backing-off --for 90

step "Why?"
streamactors why output/studio | tee why
has "failed (network)" why
streamactors logs output/studio --lines 5
streamactors status | tee status
has "output/studio" status
has "1 of 1 input on air" status

step "Who did that, and back."
streamactors changes output/studio | tee changes
has "udp://127.0.0.1:$STUDIO → srt://127.0.0.1:$CLOSED" changes
streamactors undo "$(grep -o 'output/studio#[0-9]*' changes | tail -n 1)"
streamactors wait output/studio on-air --for 90

step "The configuration is put away: once as it is, once with its secrets sealed."
streamactors export --to before.json
streamactors export --to sealed.json --passphrase @passphrase

step "Everything is wiped."
printf '{"format":"streamactors/1","inputs":[{"id":"bars","address":{"url":"test://"}}]}' >less.json
if streamactors import less.json --replace </dev/null; then false; fi
streamactors import less.json --replace --dry-run | tee less
has "output/studio would be removed." less
streamactors import less.json --replace --yes
streamactors outputs list | tee none
has "No outputs." none

step "And brought back, secrets included."
streamactors import sealed.json --passphrase @passphrase
streamactors export --to after.json
cmp before.json after.json
streamactors outputs show partner | tee partner
has 'passphrase=\*\*\*' partner
streamactors wait output/studio on-air --for 90
streamactors wait input/bars on-air --for 90

step "Evening: the news go off air together."
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

step "A good day."
