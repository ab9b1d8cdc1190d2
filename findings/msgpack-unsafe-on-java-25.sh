#!/usr/bin/env bash
# msgpack-core 0.9.12: packing a text on Java 25 prints four lines of warning on standard error.
#
# One would guess: a library that packs heap arrays only needs nothing that is going to be removed.
# What happens: org.msgpack.core.buffer.MessageBuffer uses sun.misc.Unsafe when it is loaded, and Java
# 24 and newer (JEP 498) warn at the first such use in a process. The system property
# msgpack.universal-buffer=true, which has to be set before, avoids that.
# Source: org.msgpack.core.buffer.MessageBuffer, static initializer.
#
# Seen with Java 25: the two lines at the end. JAVA_25_HOME says where that is.
set -euo pipefail
java=
for home in "${JAVA_25_HOME:-}" /usr/lib/jvm/*25*; do
  [ ! -x "$home/bin/java" ] || java=$home/bin/java
done
[ -n "$java" ] || { echo "no Java 25 (expected: JAVA_25_HOME)" >&2; exit 69; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'X'
<project><modelVersion>4.0.0</modelVersion><groupId>f</groupId><artifactId>f</artifactId><version>1</version>
<dependencies>
<dependency><groupId>org.msgpack</groupId><artifactId>msgpack-core</artifactId><version>0.9.12</version></dependency>
</dependencies></project>
X
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=cp >&2
cat > Pack.java <<'X'
class Pack {
  public static void main(String[] args) throws java.io.IOException {
    try (var packer = org.msgpack.core.MessagePack.newDefaultBufferPacker()) {
      packer.packString("text");
    }
  }
}
X
warnings() {
  "$java" "$@" -cp "$(cat cp)" Pack.java 2>&1 | grep -c '^WARNING: ' || true
}
{
  echo "warnings: $(warnings)"
  echo "with the property: $(warnings -Dmsgpack.universal-buffer=true)"
} | tee out
diff out - <<'X'
warnings: 4
with the property: 0
X
