package shippy.registry.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import shippy.clock.Clock;
import shippy.testkit.Concurrently;
import shippy.testkit.registry.SnapshotRecorder;

/** What is asked on the network; other tests ask the same questions. */
@Isolated
class QuestionCounterTest {
  private final CountDownLatch opened = new CountDownLatch(1);
  private final LocalAddress where = LocalAddress.loopback();

  @Test
  void lookup_goes_on_asking_for_its_whole_time() throws IOException {
    try (QuestionCounter heard = new QuestionCounter();
        MdnsRegistry registry = new MdnsRegistry(where, this::open, Clock.system())) {
      registry.watch("questions", new SnapshotRecorder());
      Concurrently.await(opened);
      heard.listen(ServiceBrowser.LOOKUP);
      assertThat(heard.count()).isGreaterThan(6);
    }
  }

  private TunedJmDns open(Runnable broken) throws IOException {
    TunedJmDns dns = TunedJmDns.open(where, broken);
    opened.countDown();
    return dns;
  }
}
