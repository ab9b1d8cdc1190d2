#!/usr/bin/env bash
# grpc-java 1.85.1 on NIO: a server that has terminated may still hold its port.
#
# One would guess: once awaitTermination() has returned true the port is free, and the next server can
# start there. With the epoll transport it is so.
# What happens: with NioServerSocketChannel (which Netty takes on systems without a native transport,
# and many programs choose) the JDK closes a channel that is registered with a selector only at that
# selector's next selection. Netty completes the close before it, gRPC calls the server terminated then,
# and until the event loop comes round the kernel still takes clients and a second bind fails. A busy
# loop makes it long; on an idle one it is a matter of luck. Only the end of the event-loop group, whose
# selector is closed with it, is sure to free the port.
# Source: java.nio.channels.SelectableChannel and SelectionKey#cancel, on when a key leaves its selector;
# io.grpc.Server#awaitTermination says nothing of ports.
#
# Seen with Java 17: the four lines at the end. The loop is kept busy on purpose.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'X'
<project><modelVersion>4.0.0</modelVersion><groupId>f</groupId><artifactId>f</artifactId><version>1</version>
<dependencies>
<dependency><groupId>io.grpc</groupId><artifactId>grpc-netty-shaded</artifactId><version>1.85.1</version></dependency>
</dependencies></project>
X
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=cp >&2
cat > Port.java <<'X'
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.*;
import io.grpc.netty.shaded.io.netty.channel.epoll.*;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.*;
import java.util.concurrent.*;

class Port {
  public static void main(String[] args) throws Exception {
    stop("nio", NioIoHandler.newFactory(), NioServerSocketChannel.class);
    stop("epoll", EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
  }

  /** Stops a server on its own event loop, which has something else to do next. */
  static void stop(String name, IoHandlerFactory io, Class<? extends ServerChannel> type)
      throws Exception {
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, io);
    Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
        .bossEventLoopGroup(loop).workerEventLoopGroup(loop).channelType(type).build().start();
    int port = server.getPort();
    CountDownLatch looked = new CountDownLatch(1);
    loop.execute(() -> {
      server.shutdown();
      loop.execute(() -> await(looked));
    });
    boolean ended = server.awaitTermination(10, TimeUnit.SECONDS);
    System.out.println(name + ": terminated " + ended + ", port " + look(port));
    looked.countDown();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    System.out.println(name + ": event loop ended, port " + look(port));
  }

  static String look(int port) {
    try (ServerSocket next = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      return "free";
    } catch (IOException e) {
      return "in use";
    }
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await(500, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
X
java -cp "$(cat cp)" Port.java | tee out
diff out - <<'X'
nio: terminated true, port in use
nio: event loop ended, port free
epoll: terminated true, port free
epoll: event loop ended, port free
X
