#!/usr/bin/env bash
# The story of the README's picture, on a real repository and with the real program. What it prints is drawn
# by `cargo xtask picture`.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
export PATH="${CARGO_TARGET_DIR:-$root/target}/debug:$PATH"
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
exec 2>/dev/null

# A small repository with two authors' commits.
git init -q shop && cd shop
git config user.name "You" && git config user.email you@example.org
printf '{"name":"shop","version":"1.5.0"}\n' > package.json
git add . && git commit -qm "a shop" && git tag v1.4.0
git -c user.name=Anna -c user.email=anna@example.org commit -q --allow-empty -m "pay by card"
git tag v1.5.0
tar -czf shop-1.5.0.tgz package.json
printf '<testsuite name="shop" tests="2"><testcase name="a"/><testcase name="b"/></testsuite>' > junit.xml
holdpoint init --quiet > /dev/null
holdpoint apply --quiet > /dev/null
token() { holdpoint person redeem "$(holdpoint person enrol "$1" --quiet)" --quiet; }
for who in anna:release-manager ben:change-manager dana:deployer; do
    holdpoint --quiet person add "${who%%:*}" --mail "${who%%:*}@example.org" > /dev/null
    holdpoint --quiet access grant "${who%%:*}" "${who##*:}" > /dev/null
done
anna=$(token anna) ben=$(token ben) dana=$(token dana)
as() { HOLDPOINT_TOKEN="$1" "${@:2}"; }

say() { printf '$ %s\n' "$*"; }

create=(release create shop-1.5.0 --component shop --commits v1.4.0..v1.5.0 --artifact shop-1.5.0.tgz --submit)
say holdpoint "${create[@]}"
as "$anna" holdpoint "${create[@]}" --quiet | head -1
as "$dana" holdpoint --quiet deploy shop-1.5.0 development > /dev/null
as "$dana" holdpoint --quiet deploy shop-1.5.0 staging > /dev/null
say holdpoint gate explain shop-1.5.0 production
holdpoint gate explain shop-1.5.0 production || true
printf '\n'
say holdpoint evidence add junit.xml --release shop-1.5.0
as "$anna" holdpoint --quiet evidence add junit.xml --release shop-1.5.0 | head -1
say holdpoint approve shop-1.5.0 --as change-manager '                  # ben'
as "$ben" holdpoint approve shop-1.5.0 --as change-manager --quiet | head -1
say holdpoint gate explain shop-1.5.0 production
holdpoint gate explain shop-1.5.0 production || true
printf '\n'
say holdpoint deploy shop-1.5.0 production '                             # dana'
as "$dana" holdpoint deploy shop-1.5.0 production --quiet | head -1
say holdpoint audit replay
holdpoint audit replay
