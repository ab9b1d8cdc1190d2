package shippy.registry.mdns;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.DaemonThreads;
import shippy.registry.mdns.dns.DnsMessage;

/**
 * The sockets of a registry on one interface, for IPv4 and IPv6 as far as the interface has them.
 * Two for each: one receives what is sent to the group; the other asks, and gets the answers that
 * are sent to it alone. The first is bound to the group's own address where the system allows that:
 * so it never takes a unicast packet from another program on the group's port, of which the system
 * gives each to one socket only. Safe for any thread.
 */
final class MulticastLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MdnsRegistry.class);
  private static final String GROUP_4 = "224.0.0.251";
  private static final String GROUP_6 = "ff02::fb";
  private static final int BUFFER = 1 << 20;
  private static final int HOPS = 255; // RFC 6762 §11: more than any packet from elsewhere
  private static final int AT_ONCE = 256;

  private final List<Family> families;
  private final Selector selector;
  private final Receiver receiver;
  private final Runnable broken;
  private volatile @Nullable IOException failure;
  private volatile boolean closed;
  private boolean faulty;

  /** Takes packets, one after the other, on the thread of the link. */
  @FunctionalInterface
  interface Receiver {
    void receive(byte[] packet, InetSocketAddress source);
  }

  private record Family(
      InetSocketAddress group, DatagramChannel listening, DatagramChannel asking) {
    static Family open(StandardProtocolFamily kind, NetworkInterface link, int port)
        throws IOException {
      InetSocketAddress group = new InetSocketAddress(group(kind, link), port);
      DatagramChannel listening = channel(kind, link);
      DatagramChannel asking = channel(kind, link);
      try {
        bind(listening, group);
        listening.join(group.getAddress(), link);
        asking.bind(null);
        return new Family(group, listening, asking);
      } catch (IOException | RuntimeException e) {
        listening.close();
        asking.close();
        throw e;
      }
    }

    private static InetAddress group(StandardProtocolFamily kind, NetworkInterface link)
        throws UnknownHostException {
      return kind == StandardProtocolFamily.INET
          ? InetAddress.getByName(GROUP_4)
          : Inet6Address.getByAddress(null, InetAddress.getByName(GROUP_6).getAddress(), link);
    }

    private static DatagramChannel channel(StandardProtocolFamily kind, NetworkInterface link)
        throws IOException {
      DatagramChannel channel = DatagramChannel.open(kind);
      try {
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, link);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, HOPS);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        channel.configureBlocking(false);
        return channel;
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }

    private static void bind(DatagramChannel channel, InetSocketAddress group) throws IOException {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      try {
        channel.bind(group);
      } catch (SocketException e) {
        channel.bind(new InetSocketAddress(group.getPort())); // as Windows wants it
      }
    }

    boolean carries(InetAddress address) {
      return address instanceof Inet4Address == group.getAddress() instanceof Inet4Address;
    }
  }

  private MulticastLink(
      List<Family> families, Selector selector, Receiver receiver, Runnable broken) {
    this.families = families;
    this.selector = selector;
    this.receiver = receiver;
    this.broken = broken;
  }

  /**
   * Opens the sockets and begins to receive.
   *
   * @param broken is run when no packet leaves the machine any more
   */
  static MulticastLink open(LocalAddress where, Receiver receiver, Runnable broken)
      throws IOException {
    NetworkInterface link =
        where
            .link()
            .orElseThrow(
                () ->
                    new IOException("no interface of this machine has this address or it is down"));
    List<Family> families = new ArrayList<>();
    IOException refused = new IOException("neither IPv4 nor IPv6 can be used");
    for (StandardProtocolFamily kind :
        List.of(StandardProtocolFamily.INET6, StandardProtocolFamily.INET)) {
      try {
        families.add(0, Family.open(kind, link, where.port()));
      } catch (IOException e) {
        refused = e;
      } catch (UnsupportedOperationException e) {
        refused = new IOException(e);
      }
    }
    if (families.isEmpty()) {
      throw refused;
    }
    MulticastLink opened = new MulticastLink(families, Selector.open(), receiver, broken);
    opened.start();
    return opened;
  }

  private void start() throws IOException {
    for (Family family : families) {
      family.listening().register(selector, SelectionKey.OP_READ);
      family.asking().register(selector, SelectionKey.OP_READ);
    }
    DaemonThreads.named("shippy-mdns").newThread(this::run).start();
  }

  /**
   * Sends to the group from a port that is not the group's, so that all answer to this port alone.
   */
  void ask(byte[] packet) {
    send(packet, true);
  }

  /** Sends to the group. */
  void multicast(byte[] packet) {
    send(packet, false);
  }

  /** It is enough if one family takes the packet: Linux's loopback has no group of IPv6. */
  private void send(byte[] packet, boolean asking) {
    if (failure != null || closed) {
      return;
    }
    IOException refused = null;
    int sent = 0;
    for (Family family : families) {
      try {
        DatagramChannel from = asking ? family.asking() : family.listening();
        from.send(ByteBuffer.wrap(packet), family.group());
        sent++;
      } catch (IOException e) {
        refused = refused == null ? e : refused;
      }
    }
    if (sent == 0 && refused != null) {
      fail(refused);
    }
  }

  /** Sends to one program. That it cannot be reached is its own matter. */
  void answer(byte[] packet, InetSocketAddress to) {
    for (Family family : families) {
      if (family.carries(to.getAddress())) {
        try {
          family.listening().send(ByteBuffer.wrap(packet), to);
        } catch (IOException e) {
          LOG.debug("no answer to {}", to, e);
        }
      }
    }
  }

  /** Sends no more, and says so. */
  void fail(IOException cause) {
    if (!closed && failure == null) {
      failure = cause;
      broken.run();
    }
  }

  /** Why it no longer works, if so. */
  @Nullable IOException failure() {
    return failure;
  }

  private void run() {
    ByteBuffer buffer = ByteBuffer.allocate(DnsMessage.MAX_BYTES + 1);
    try {
      while (!closed) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          receive((DatagramChannel) key.channel(), buffer);
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException | ClosedSelectorException e) {
      fail(e instanceof IOException io ? io : new IOException(e));
    } finally {
      release();
    }
  }

  /** Takes what is there; larger packets are cut by the buffer, and no one reads them. */
  private void receive(DatagramChannel channel, ByteBuffer buffer) throws IOException {
    for (int i = 0; i < AT_ONCE && !closed; i++) {
      buffer.clear();
      InetSocketAddress source = (InetSocketAddress) channel.receive(buffer);
      if (source == null) {
        return;
      }
      buffer.flip();
      if (buffer.remaining() <= DnsMessage.MAX_BYTES) {
        byte[] packet = new byte[buffer.remaining()];
        buffer.get(packet);
        deliver(packet, source);
      }
    }
  }

  private void deliver(byte[] packet, InetSocketAddress source) {
    try {
      receiver.receive(packet, source);
    } catch (RuntimeException e) {
      if (!faulty) {
        faulty = true;
        LOG.error("Registry [mdns] failed on a packet, which is a fault of this program", e);
      }
    }
  }

  /** Ends its thread, which closes the sockets. Idempotent. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }

  private void release() {
    try {
      for (Family family : families) {
        family.listening().close();
        family.asking().close();
      }
      selector.close();
    } catch (IOException e) {
      LOG.debug("sockets of mdns", e);
    }
  }
}
