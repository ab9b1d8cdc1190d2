#!/usr/bin/env bash
# grpc-java 1.85.1: the target "dns:///[::1]:50051", which grpc-go 1.80.0 takes, is refused.
#
# One would guess: the same target string names the same server in every gRPC implementation, since
# gRPC's naming document gives one form for all.
# What happens: grpc-java parses a target with java.net.URI, where brackets may stand in the authority
# only, and not in the path that dns:/// has. What does not parse is taken for a host name, and the error
# speaks of a missing NameResolverProvider. "[::1]:50051" without a scheme, or %5B::1%5D, works.
# Source: io.grpc.internal.ManagedChannelImplBuilder#getNameResolverProvider; grpc/doc/naming.md.
#
# Seen with Java 17 and Go 1.26: the six lines at the end.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'X'
<project><modelVersion>4.0.0</modelVersion><groupId>f</groupId><artifactId>f</artifactId><version>1</version>
<dependencies>
<dependency><groupId>io.grpc</groupId><artifactId>grpc-netty-shaded</artifactId><version>1.85.1</version></dependency>
</dependencies></project>
X
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=cp >&2
cat > Target.java <<'X'
import io.grpc.*;

class Target {
  public static void main(String[] args) {
    for (String target : args) {
      try {
        Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build().shutdownNow();
        System.out.println("java " + target + ": taken");
      } catch (IllegalArgumentException e) {
        System.out.println("java " + target + ": refused");
      }
    }
  }
}
X
cat > main.go <<'X'
package main

import (
	"fmt"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

func main() {
	for _, target := range os.Args[1:] {
		said := "taken"
		if c, err := grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials())); err != nil {
			said = "refused"
		} else {
			c.Close()
		}
		fmt.Printf("go %s: %s\n", target, said)
	}
}
X
targets=('dns:///[::1]:50051' '[::1]:50051' 'dns:///%5B::1%5D:50051')
go mod init f 2> /dev/null
go get google.golang.org/grpc@v1.80.0 2> /dev/null
go mod tidy 2> /dev/null
{ java -cp "$(cat cp)" Target.java "${targets[@]}"; go run . "${targets[@]}"; } | tee out
diff out - <<'X'
java dns:///[::1]:50051: refused
java [::1]:50051: taken
java dns:///%5B::1%5D:50051: taken
go dns:///[::1]:50051: taken
go [::1]:50051: taken
go dns:///%5B::1%5D:50051: taken
X
