#!/usr/bin/env bash
# grpc-java 1.85.1: after an attempt that failed, the next hedge is not sent at once, but when its delay is over.
#
# One would guess, as gRFC A6 says: a non-fatal status sends the next hedge immediately, so that a hedging
# policy is a retry policy that is faster.
# What happens: without a pushback in the trailers the schedule of the hedges stays as it is. A call whose
# first attempt fails after a millisecond waits for the whole hedgingDelay, in which nothing is under way.
# Source: io.grpc.internal.RetriableStream, makeHedgingDecision and pushbackHedging.
#
# Seen with Java 17: the two lines at the end.
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
cat > Hedge.java <<'X'
import io.grpc.*;
import io.grpc.netty.shaded.io.grpc.netty.*;
import io.grpc.stub.*;
import java.io.*;
import java.net.InetSocketAddress;
import java.util.*;
import java.util.concurrent.atomic.AtomicInteger;

class Hedge {
  static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
    public InputStream stream(byte[] value) { return new ByteArrayInputStream(value); }
    public byte[] parse(InputStream in) {
      try { return in.readAllBytes(); } catch (IOException e) { throw new UncheckedIOException(e); }
    }
  };
  static final MethodDescriptor<byte[], byte[]> METHOD =
      MethodDescriptor.newBuilder(BYTES, BYTES).setFullMethodName("f.Service/Call")
          .setType(MethodDescriptor.MethodType.UNARY).build();
  static final Map<String, ?> HEDGING = Map.of("hedgingPolicy",
      Map.of("maxAttempts", 3.0, "hedgingDelay", "1s", "nonFatalStatusCodes", List.of("UNAVAILABLE")));
  static final Map<String, ?> RETRY = Map.of("retryPolicy", Map.of("maxAttempts", 3.0, "initialBackoff", "0.1s",
      "maxBackoff", "0.1s", "backoffMultiplier", 1.0, "retryableStatusCodes", List.of("UNAVAILABLE")));

  public static void main(String[] args) throws Exception {
    call("hedging, 1 s", HEDGING);
    call("retries, 100 ms", RETRY);
  }

  /** The first call opens the connection; of the second the first attempt fails at once. */
  static void call(String what, Map<String, ?> policy) throws Exception {
    AtomicInteger seen = new AtomicInteger();
    Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0)).addService(
        ServerServiceDefinition.builder("f.Service").addMethod(METHOD, ServerCalls.asyncUnaryCall(
            (byte[] request, StreamObserver<byte[]> answer) -> {
              if (seen.getAndIncrement() == 1) {
                answer.onError(Status.UNAVAILABLE.asRuntimeException());
              } else {
                answer.onNext(request);
                answer.onCompleted();
              }
            })).build()).build().start();
    Map<String, Object> config = new HashMap<>(policy);
    config.put("name", List.of(Map.of()));
    ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext()
        .disableServiceConfigLookUp().defaultServiceConfig(Map.of("methodConfig", List.of(config))).build();
    ClientCalls.blockingUnaryCall(channel, METHOD, CallOptions.DEFAULT, new byte[1]);
    long start = System.nanoTime();
    ClientCalls.blockingUnaryCall(channel, METHOD, CallOptions.DEFAULT, new byte[1]);
    System.out.printf("%s: answered after %.1f s%n", what, (System.nanoTime() - start) / 1e9);
    channel.shutdownNow();
    server.shutdownNow();
  }
}
X
javac -cp "$(cat cp)" Hedge.java
java -cp "$(cat cp):." Hedge | tee out
diff out - <<'X'
hedging, 1 s: answered after 1.0 s
retries, 100 ms: answered after 0.1 s
X
