#!/usr/bin/env bash
# fabric8 kubernetes-client 8.0.0: a kubeconfig that begins with a brace is read as JSON, not as YAML.
#
# One would guess: a kubeconfig is YAML, where a mapping may be written in braces and without quotes; kubectl
# reads it.
# What happens: the parser is chosen by the first character. {apiVersion: v1, ...} is refused for its missing
# quotes, the same lines without the outer braces are read, and so is {"apiVersion": "v1", ...}.
# So files that a script writes in one line have to be JSON, for programs on this client.
# Source: io.fabric8.kubernetes.client.utils.KubernetesSerialization#unmarshal.
#
# Seen with Java 17: block: https://h/; flow: refused; JSON: https://h/.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'X'
<project><modelVersion>4.0.0</modelVersion><groupId>f</groupId><artifactId>f</artifactId><version>1</version>
<dependencies>
<dependency><groupId>io.fabric8</groupId><artifactId>kubernetes-client</artifactId><version>8.0.0</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
</dependencies></project>
X
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=cp >&2
cat > Flow.java <<'X'
import io.fabric8.kubernetes.client.Config;

class Flow {
  public static void main(String[] args) {
    String fields =
        "apiVersion: v1%1$skind: Config%1$scurrent-context: t%1$s"
            + "contexts: [{name: t, context: {cluster: t, user: t}}]%1$s"
            + "clusters: [{name: t, cluster: {server: 'https://h'}}]%1$susers: [{name: t, user: {token: x}}]";
    tell("block", fields.formatted("\n"));
    String flow = "{" + fields.formatted(", ") + "}";
    tell("flow", flow);
    tell("JSON", flow.replace("'https://h'", "HTTPS").replaceAll("([\\w-]+|HTTPS)", "\"$1\"").replace("HTTPS", "https://h"));
  }

  private static void tell(String form, String text) {
    try {
      System.out.println(form + ": " + Config.fromKubeconfig(text).getMasterUrl());
    } catch (RuntimeException e) {
      System.out.println(form + ": refused");
    }
  }
}
X
java -cp "$(cat cp)" Flow.java | tee out
diff out - <<'X'
block: https://h/
flow: refused
JSON: https://h/
X
