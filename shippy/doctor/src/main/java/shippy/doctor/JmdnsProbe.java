package shippy.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import shippy.clock.DaemonThreads;

/**
 * Looks for a node with JmDNS, a DNS-SD stack that shares no code with the registry: what it finds,
 * other programs find. It announces nothing.
 */
final class JmdnsProbe implements ServiceListener {
  private static final String TYPE = "_shippy._tcp.local.";

  private final String id;
  private final CountDownLatch found = new CountDownLatch(1);

  private JmdnsProbe(String id) {
    this.id = id;
  }

  /** Whether it finds the node with this id within the limit, on the interface of the address. */
  static boolean finds(String id, InetAddress address, Duration limit) throws InterruptedException {
    JmdnsProbe probe = new JmdnsProbe(id);
    try {
      JmDNS stack = JmDNS.create(address, "shippy-doctor-" + ProcessHandle.current().pid());
      try {
        stack.addServiceListener(TYPE, probe);
        return probe.found.await(limit.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        // It takes two seconds to say goodbye to nobody.
        DaemonThreads.named("jmdns-close").newThread(() -> close(stack)).start();
      }
    } catch (IOException e) {
      return false;
    }
  }

  private static void close(JmDNS stack) {
    try {
      stack.close();
    } catch (IOException e) {
      throw new IllegalStateException("JmDNS closes its sockets without failing", e);
    }
  }

  @Override
  public void serviceAdded(ServiceEvent event) {
    look(event.getInfo());
  }

  @Override
  public void serviceResolved(ServiceEvent event) {
    look(event.getInfo());
  }

  @Override
  public void serviceRemoved(ServiceEvent event) {}

  private void look(ServiceInfo info) {
    if (id.equals(info.getPropertyString("id")) && info.getInetAddresses().length > 0) {
      found.countDown();
    }
  }
}
