#!/usr/bin/env bash
# Netty 4.2.17: a DNS query that waits for its answer when the resolver is closed never completes.
#
# One would guess: close() "closes the internal datagram channel used for sending and receiving DNS
# messages, and clears all DNS resource records from the cache", so a query that is under way fails then, as
# writes and connects of a closed channel do; or at the latest when its own time limit has passed.
# What happens: the query's promise is neither completed by close() nor by the timer, which ends with the
# event loop. Who waits for it, waits for ever. A caller has to keep the queries and fail them itself.
# Source: io.netty.resolver.dns.DnsQueryContext (the timeout is a task of the event loop) and
# DnsNameResolver.close.
#
# Seen with Java 17: the two lines at the end.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'X'
<project><modelVersion>4.0.0</modelVersion><groupId>f</groupId><artifactId>f</artifactId><version>1</version>
<dependencies>
<dependency><groupId>io.netty</groupId><artifactId>netty-resolver-dns</artifactId><version>4.2.17.Final</version></dependency>
</dependencies></project>
X
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=cp >&2
cat > Close.java <<'X'
import io.netty.channel.*;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.*;
import io.netty.resolver.dns.*;
import io.netty.util.concurrent.Future;
import java.net.*;
import java.util.concurrent.TimeUnit;

class Close {
  public static void main(String[] args) throws Exception {
    for (boolean close : new boolean[] {false, true}) {
      try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        DnsNameResolver resolver =
            new DnsNameResolverBuilder(loop.next())
                .datagramChannelType(NioDatagramChannel.class)
                .queryTimeoutMillis(1000)
                .build();
        Future<?> query =
            resolver.query(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort()),
                new DefaultDnsQuestion("vessel.test", DnsRecordType.A));
        silent.receive(new DatagramPacket(new byte[512], 512));
        if (close) {
          resolver.close();
          loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS);
        }
        boolean done = query.await(5, TimeUnit.SECONDS);
        System.out.println(
            (close ? "resolver closed: " : "left alone: ")
                + (done ? query.cause().getClass().getSimpleName() : "not complete after 5 s"));
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      }
    }
    System.exit(0);
  }
}
X
javac -cp "$(cat cp)" Close.java
java -cp "$(cat cp):." Close 2>log | tee out
diff out - <<'X'
left alone: DnsNameResolverTimeoutException
resolver closed: not complete after 5 s
X
