#!/usr/bin/env bash
# etcd (3.4.23 of Debian 12): a lease of 1 s is granted as one of 2 s.
#
# One would guess: the TTL that was asked for, or an error.
# What happens: no TTL is below 1.5 election time-outs, rounded up: 2 s with the default of 1000 ms, 8 s
# with 5000 ms. The answer tells it, in a field that clients seldom read; etcdctl prints what it got.
# So a registration with a TTL of 1 s outlives its owner by twice that, and by more where an operator
# has raised the election time-out for a slow network.
# Source: minLeaseTTL in etcdserver/server.go; 3.5 to 3.7 do the same.
#
# Seen: asked 1 -> 2, asked 3 -> 3; with --election-timeout=5000: asked 1 -> 8, asked 9 -> 9.
set -euo pipefail
dir=$(mktemp -d)
etcd=
trap '[ -z "$etcd" ] || kill "$etcd"; rm -rf "$dir"' EXIT
cd "$dir"
version=3.4.23-4+b4
chmod 755 . && apt-get -qq download "etcd-server=$version" "etcd-client=$version" 2> /dev/null
for deb in *.deb; do dpkg -x "$deb" .; done
export ETCDCTL_API=3 PATH="$dir/usr/bin:$PATH"
[[ $(etcd --version) == *3.4.23* ]]
port=$((20000 + RANDOM % 10000))
url=http://127.0.0.1:$port

granted() { # SECONDS
  etcdctl --endpoints="$url" lease grant "$1" | sed -E "s/^lease [0-9a-f]+ granted with TTL\((.*)s\)$/asked $1: \1/"
}

run() { # ELECTION_TIMEOUT SECONDS...
  etcd --data-dir="$dir/data-$1" --election-timeout="$1" --listen-client-urls="$url" --advertise-client-urls="$url" \
    --listen-peer-urls=http://127.0.0.1:$((port + 1)) > log 2>&1 &
  etcd=$!
  for _ in $(seq 100); do etcdctl --endpoints="$url" endpoint health > /dev/null 2>&1 && break; sleep 0.2; done
  shift
  for seconds; do granted "$seconds"; done
  kill "$etcd"; wait "$etcd" || true
  etcd=
}

{ run 1000 1 3; run 5000 1 9; } | tee out
diff out - <<'X'
asked 1: 2
asked 3: 3
asked 1: 8
asked 9: 9
X
