#!/bin/sh
# packages.sh build|all|check: installs the npm packages of the page: those that build it, or also those of its tests and checks; check
# only tells whether there are npm and a Node.js of the right version. Nothing is done if the packages are installed. One at a time: what
# comes second waits for the first, and finds them installed. Fails without Node.js, or if they cannot be fetched.
set -eu
cd "$(dirname "$0")/.."

node -e "const [a, b] = process.versions.node.split('.').map(Number); process.exit(a > 22 || (a == 22 && b >= 12) || (a == 20 && b >= 19) ? 0 : 1)"
command -v npm >/dev/null
[ "$1" != check ] || exit 0

exec 9<package-lock.json
flock 9
installed=node_modules/.package-lock.json
if [ $installed -nt package-lock.json ] && { [ "$1" = build ] || [ -d node_modules/vitest ]; }; then exit 0; fi
only=
[ "$1" != build ] || only=--omit=dev
# The certificates that the system trusts, as by Debian's own Node.js, perhaps with that of a company. Without a network this ends soon.
export NODE_USE_SYSTEM_CA=1
npm ci --ignore-scripts --no-audit --no-fund --prefer-offline --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=30000 $only
touch $installed
