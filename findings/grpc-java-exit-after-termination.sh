#!/usr/bin/env bash
# grpc-java 1.85.1: a program whose channels have all terminated still takes 0.3 s to exit.
#
# One would guess: once awaitTermination() has returned true nothing of the channel is left, and its
# event loops are daemon threads anyway, so System.exit(0) ends the process at once.
# What happens: the event loops that all channels share are kept for another second, and wait for events
# in a native call. HotSpot gives threads in native code up to 0.3 s to come back before it exits, daemons
# too, and these do not come back. A short-lived command pays that in each run. On an event loop of its
# own, which it shuts down with the channel, the same program exits at once.
# Source: io.grpc.internal.SharedResourceHolder (DESTROY_DELAY_SECONDS = 1);
# VM_Exit::wait_for_threads_in_native_to_block in OpenJDK's vmOperations.cpp.
#
# Seen with Java 17 and 25: the two lines at the end; 0.33 and 0.01 s.
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
cat > Exit.java <<'X'
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.*;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.io.*;
import java.net.*;
import java.util.*;
import java.util.concurrent.TimeUnit;

class Exit {
  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      connect(args[0], Integer.parseInt(args[1]));
      System.exit(0);
    }
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      for (String loops : List.of("shared", "own")) {
        double[] seconds = new double[7];
        for (int i = 0; i < seconds.length; i++) {
          seconds[i] = exit(loops, server.getLocalPort());
        }
        Arrays.sort(seconds);
        double median = seconds[seconds.length / 2];
        System.err.printf("%s: %.2f s%n", loops, median);
        System.out.println(loops + " loops: exit " + (median > 0.2 ? "waits" : "at once"));
      }
    }
  }

  /** Seconds from the last line of a program, printed just before it exits, to its end. */
  static double exit(String loops, int port) throws Exception {
    Process program = new ProcessBuilder("java", "-XX:TieredStopAtLevel=1", "-cp",
        System.getProperty("java.class.path"), "Exit", loops, "" + port).start();
    String line = program.inputReader().readLine();
    long start = System.nanoTime();
    program.waitFor();
    if (!"terminated true".equals(line)) {
      throw new IOException("expected a terminated channel: " + line);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Connects a channel, which nobody answers, and closes it. */
  static void connect(String loops, int port) throws Exception {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext();
    EventLoopGroup own = null;
    if (loops.equals("own")) {
      own = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
      builder.eventLoopGroup(own).channelType(NioSocketChannel.class);
    }
    ManagedChannel channel = builder.build();
    channel.getState(true);
    channel.shutdownNow();
    boolean ended = channel.awaitTermination(10, TimeUnit.SECONDS);
    if (own != null) {
      own.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
    System.out.println("terminated " + ended);
  }
}
X
javac -cp "$(cat cp)" Exit.java
java -cp "$(cat cp):." Exit | tee out
diff out - <<'X'
shared loops: exit waits
own loops: exit at once
X
