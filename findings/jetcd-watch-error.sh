#!/usr/bin/env bash
# jetcd 0.8.7 with etcd 3.4.23: onError of a watch is followed by onCompleted.
#
# One would guess: as with gRPC's StreamObserver, onError is the last call that a listener gets, so that
# a listener may start its next watch in either of the two.
# What happens: a watch from a revision that etcd has compacted gets onError, then onCompleted. A
# listener that starts over in both then has two watches.
# Source: io.etcd.jetcd.Watch.Listener; gRPC's contract is in io.grpc.stub.StreamObserver#onError.
#
# Seen with Java 17: "onError CompactedException", "onCompleted".
set -euo pipefail
dir=$(mktemp -d)
etcd=
trap '[ -z "$etcd" ] || kill "$etcd"; rm -rf "$dir"' EXIT
cd "$dir"
version=3.4.23-4+b4
chmod 755 . && apt-get -qq download "etcd-server=$version" 2> /dev/null
dpkg -x ./*.deb .
cat > pom.xml <<'X'
<project><modelVersion>4.0.0</modelVersion><groupId>f</groupId><artifactId>f</artifactId><version>1</version>
<dependencies>
<dependency><groupId>io.etcd</groupId><artifactId>jetcd-core</artifactId><version>0.8.7</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
</dependencies></project>
X
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=cp >&2
cat > Compacted.java <<'X'
import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.*;
import io.etcd.jetcd.options.WatchOption;
import java.util.concurrent.*;

class Compacted {
  public static void main(String[] args) throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    ByteSequence key = ByteSequence.from("k", UTF_8);
    try (Client client = Client.builder().endpoints(args[0]).build()) {
      long revision = 0;
      for (int i = 0; i < 5; i++) {
        revision = client.getKVClient().put(key, key).get(30, TimeUnit.SECONDS).getHeader().getRevision();
      }
      client.getKVClient().compact(revision).get(30, TimeUnit.SECONDS);
      client.getWatchClient().watch(key, WatchOption.builder().withRevision(1).build(),
          Watch.listener(
              event -> heard.add("onNext"),
              error -> heard.add("onError " + error.getClass().getSimpleName()),
              () -> heard.add("onCompleted")));
      for (String next; (next = heard.poll(5, TimeUnit.SECONDS)) != null; ) {
        System.out.println(next);
      }
    }
  }
}
X
port=$((20000 + RANDOM % 10000))
url=http://127.0.0.1:$port
usr/bin/etcd --data-dir=data --listen-client-urls="$url" --advertise-client-urls="$url" \
  --listen-peer-urls=http://127.0.0.1:$((port + 1)) > log 2>&1 &
etcd=$!
java -cp "$(cat cp)" Compacted.java "$url" | tee out
diff out - <<'X'
onError CompactedException
onCompleted
X
