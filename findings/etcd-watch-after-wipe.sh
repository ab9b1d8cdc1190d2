#!/usr/bin/env bash
# etcd and etcdctl (3.4.23 of Debian 12): a watch that outlives the data of etcd is silent, without an error.
#
# One would guess: the watch ends, or it tells the keys of the new etcd, once etcd runs again on an empty
# data directory.
# What happens: the client resumes its watch by itself, from the revision after the last one it has seen.
# The new etcd starts at revision 1, takes a watch from a later one, and keeps it until its own revision
# has come that far. All puts before are never told. The cluster id is the same as before, so that it
# shows nothing either.
# So who follows a setting by a watch alone stays with the old value until some hundred or thousand other
# writes have happened. Reading the key from time to time, or comparing the revision of each answer with
# the last one, notices it.
#
# Seen: "before 9" is heard, "after 1" to "after 3" are not; "cluster id: same".
set -euo pipefail
dir=$(mktemp -d)
etcd=
watch=
trap '[ -z "$watch" ] || kill "$watch"; [ -z "$etcd" ] || kill "$etcd"; rm -rf "$dir"' EXIT
cd "$dir"
version=3.4.23-4+b4
chmod 755 . && apt-get -qq download "etcd-server=$version" "etcd-client=$version" 2> /dev/null
for deb in *.deb; do dpkg -x "$deb" .; done
export ETCDCTL_API=3 PATH="$dir/usr/bin:$PATH"
[[ $(etcd --version) == *3.4.23* ]]
port=$((20000 + RANDOM % 10000))
url=http://127.0.0.1:$port
export ETCDCTL_ENDPOINTS=$url

start() { # DATA_DIR
  etcd --data-dir="$dir/$1" --listen-client-urls="$url" --advertise-client-urls="$url" \
    --listen-peer-urls=http://127.0.0.1:$((port + 1)) > log 2>&1 &
  etcd=$!
  for _ in $(seq 100); do etcdctl endpoint health > /dev/null 2>&1 && break; sleep 0.2; done
}

cluster() {
  etcdctl get x -w json | grep -o '"cluster_id":[0-9]*'
}

start old
before=$(cluster)
etcdctl watch k > heard 2>&1 &
watch=$!
sleep 1
for i in $(seq 9); do etcdctl put k "before $i" > /dev/null; done
for _ in $(seq 50); do grep -q 'before 9' heard && break; sleep 0.1; done
kill -9 "$etcd"; wait "$etcd" 2> /dev/null || true
start new
sleep 5 # the watch is back, as the last put shows
for i in 1 2 3; do etcdctl put k "after $i" > /dev/null; done
sleep 2
kill -0 "$watch"
{
  grep -c before heard | sed 's/^/heard before: /'
  echo "heard after: $(grep -c after heard || true)"
  [ "$(cluster)" = "$before" ] && echo 'cluster id: same'
  for i in $(seq 4 20); do etcdctl put k "after $i" > /dev/null; done
  sleep 2
  grep after heard | head -1 | sed 's/^/first that is heard: /'
} | tee out
diff out - <<'Y'
heard before: 9
heard after: 0
cluster id: same
first that is heard: after 10
Y
