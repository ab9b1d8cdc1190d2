#!/usr/bin/env bash
# JmDNS 3.6.5: one TXT value that is too long empties the whole TXT record.
#
# One would guess: an exception, or that key left out. RFC 6763 (6.1) allows 255 bytes for "key=value".
# What happens: the record becomes one empty string; the keys that fit are gone, too. All that tells of
# it is a line of the library's logger, which says nothing without an SLF4J back end.
# Source: javax.jmdns.impl.util.ByteWrangler#textFromProperties, whose check of 255 bytes returns the
# empty record.
#
# Seen with Java 17: the two lines at the end.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'X'
<project><modelVersion>4.0.0</modelVersion><groupId>f</groupId><artifactId>f</artifactId><version>1</version>
<dependencies>
<dependency><groupId>org.jmdns</groupId><artifactId>jmdns</artifactId><version>3.6.5</version></dependency>
</dependencies></project>
X
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=cp >&2
cat > Txt.java <<'X'
import java.util.*;
import javax.jmdns.ServiceInfo;

class Txt {
  public static void main(String[] args) {
    for (int length : new int[] {250, 251}) {
      Map<String, String> txt = new TreeMap<>();
      txt.put("long", "x".repeat(length));
      txt.put("version", "latest");
      // As it is sent, and as a receiver reads it.
      byte[] sent = ServiceInfo.create("_f._tcp.local.", "a", 1, 0, 0, txt).getTextBytes();
      ServiceInfo read = ServiceInfo.create("_f._tcp.local.", "a", 1, 0, 0, sent);
      String value = read.getPropertyString("long");
      System.out.println(length + ": version=" + read.getPropertyString("version") + ", long="
          + (value == null ? "null" : value.length() + " bytes") + ", " + sent.length + " sent");
    }
  }
}
X
java -cp "$(cat cp)" Txt.java 2> err | tee out
diff out - <<'X'
250: version=latest, long=250 bytes, 271 sent
251: version=null, long=null, 1 sent
X
