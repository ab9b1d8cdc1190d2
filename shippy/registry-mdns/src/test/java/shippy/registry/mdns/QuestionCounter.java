package shippy.registry.mdns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.jmdns.impl.DNSIncoming;
import javax.jmdns.impl.constants.DNSConstants;
import javax.jmdns.impl.constants.DNSRecordType;
import shippy.clock.Clock;

/** Counts the questions for services that are asked on loopback. Not for several threads. */
final class QuestionCounter implements AutoCloseable {
  private final MulticastSocket socket = new MulticastSocket(DNSConstants.MDNS_PORT);
  private int count;

  QuestionCounter() throws IOException {
    NetworkInterface loopback =
        NetworkInterface.getByInetAddress(LocalAddress.loopback().address());
    socket.joinGroup(
        new InetSocketAddress(DNSConstants.MDNS_GROUP, DNSConstants.MDNS_PORT), loopback);
  }

  /** Listens for so long, to what came since this was made too. */
  void listen(Duration time) throws IOException {
    Supplier<Duration> listened = Clock.system().stopwatch();
    while (listened.get().compareTo(time) < 0) {
      socket.setSoTimeout((int) Math.max(1, time.minus(listened.get()).toMillis()));
      DatagramPacket packet = new DatagramPacket(new byte[9000], 9000);
      try {
        socket.receive(packet);
        count += asks(new DNSIncoming(packet)) ? 1 : 0;
      } catch (SocketTimeoutException e) {
        return;
      }
    }
  }

  private static boolean asks(DNSIncoming message) {
    return message.isQuery()
        && message.getQuestions().stream()
            .anyMatch(
                question ->
                    question.getRecordType() == DNSRecordType.TYPE_PTR
                        && question.getName().equalsIgnoreCase(NodeCodec.TYPE));
  }

  /** How many there were. */
  int count() {
    return count;
  }

  @Override
  public void close() {
    socket.close();
  }
}
