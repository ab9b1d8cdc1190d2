#!/usr/bin/env bash
# grpc-java 1.85.1: a request larger than the per-RPC retry buffer is not retried, and nothing says so.
#
# One would guess: a retry policy in the service config holds for every unary call.
# What happens: what is sent is kept for a retry only up to perRpcBufferLimit (1 MiB by default). Beyond
# it the call is committed to its first attempt: no retry, no log line, and the same status as with
# retries used up. 1 MiB is below the 4 MiB that a message may have by default.
# Source: ManagedChannelBuilder#perRpcBufferLimit; gRFC A6, "Buffering data".
#
# Seen with Java 17: the three lines at the end.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'X'
<project><modelVersion>4.0.0</modelVersion><groupId>f</groupId><artifactId>f</artifactId><version>1</version>
<dependencies>
<dependency><groupId>io.grpc</groupId><artifactId>grpc-netty-shaded</artifactId><version>1.85.1</version></dependency>
<dependency><groupId>io.grpc</groupId><artifactId>grpc-stub</artifactId><version>1.85.1</version></dependency>
</dependencies></project>
X
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=cp >&2
cat > Retry.java <<'X'
import io.grpc.*;
import io.grpc.netty.shaded.io.grpc.netty.*;
import io.grpc.stub.*;
import java.io.*;
import java.net.InetSocketAddress;
import java.util.*;
import java.util.concurrent.atomic.AtomicInteger;

class Retry {
  static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
    public InputStream stream(byte[] value) { return new ByteArrayInputStream(value); }
    public byte[] parse(InputStream in) {
      try { return in.readAllBytes(); } catch (IOException e) { throw new UncheckedIOException(e); }
    }
  };
  static final MethodDescriptor<byte[], byte[]> METHOD =
      MethodDescriptor.newBuilder(BYTES, BYTES).setFullMethodName("f.Service/Call")
          .setType(MethodDescriptor.MethodType.UNARY).build();
  static final Map<String, ?> POLICY = Map.of("methodConfig", List.of(Map.of("name", List.of(Map.of()),
      "retryPolicy", Map.of("maxAttempts", 3.0, "initialBackoff", "0.01s", "maxBackoff", "0.02s",
          "backoffMultiplier", 1.0, "retryableStatusCodes", List.of("UNAVAILABLE")))));

  public static void main(String[] args) throws Exception {
    attempts("1000 bytes", 1_000, 1 << 20);
    attempts("1500000 bytes", 1_500_000, 1 << 20);
    attempts("1500000 bytes, limit raised", 1_500_000, 4 << 20);
  }

  /** A server that fails each attempt with UNAVAILABLE, and counts them. */
  static void attempts(String what, int size, long limit) throws Exception {
    AtomicInteger seen = new AtomicInteger();
    Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0)).addService(
        ServerServiceDefinition.builder("f.Service").addMethod(METHOD, ServerCalls.asyncUnaryCall(
            (byte[] request, StreamObserver<byte[]> answer) -> {
              seen.incrementAndGet();
              answer.onError(Status.UNAVAILABLE.asRuntimeException());
            })).build()).build().start();
    ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
        .usePlaintext().enableRetry().perRpcBufferLimit(limit).defaultServiceConfig(POLICY).build();
    try {
      ClientCalls.blockingUnaryCall(channel, METHOD, CallOptions.DEFAULT, new byte[size]);
    } catch (StatusRuntimeException e) {
      System.out.println(what + ": " + seen + " attempts");
    }
    channel.shutdownNow();
    server.shutdownNow();
  }
}
X
java -cp "$(cat cp)" Retry.java | tee out
diff out - <<'X'
1000 bytes: 3 attempts
1500000 bytes: 1 attempts
1500000 bytes, limit raised: 3 attempts
X
