package shippy.config.etcd;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.problem.Problem;
import shippy.testkit.etcd.EtcdExtension;

@Tag("etcd")
class ConfigWatchTest {
  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final ConfigCentre.Listener listener =
      new ConfigCentre.Listener() {
        @Override
        public void changed(List<Entry> entries) {
          told.add(entries.stream().map(e -> e.key() + "=" + e.text()).toList().toString());
        }

        @Override
        public void failed(Problem problem) {
          told.add(problem.what());
        }
      };

  @Test
  void watch_tells_what_there_is_and_each_change_until_it_is_closed() throws Exception {
    try (ConfigCentre centre = open()) {
      try (AutoCloseable unused = centre.watch("vessel", listener)) {
        next("[]");
        Entry first = centre.put("vessel", "a", 0);
        next("[/shippy/config/vessel=a]");
        centre.put("vessel", "b", first.revision());
        next("[/shippy/config/vessel=b]");
        etcd.kill(0);
        next("etcd is unreachable: cannot read /shippy/config/vessel");
        etcd.restart(0);
        next("[/shippy/config/vessel=b]");
        etcd.etcdctl("del", "/shippy/config/vessel");
        next("[]");
      }
      centre.put("vessel", "c", 0);
      try (AutoCloseable unused = centre.watch("/shippy/config/", listener)) {
        next("[/shippy/config/vessel=c]");
        centre.put("consignment", "d", 0);
        next("[/shippy/config/consignment=d, /shippy/config/vessel=c]");
      }
    }
    assertThat(told).isEmpty();
  }

  @Test
  void failure_of_the_listener_does_not_end_it() throws Exception {
    ConfigCentre.Listener failing =
        new ConfigCentre.Listener() {
          @Override
          public void changed(List<Entry> entries) {
            listener.changed(entries);
            throw new IllegalStateException("on purpose");
          }

          @Override
          public void failed(Problem problem) {
            listener.failed(problem);
          }
        };
    try (ConfigCentre centre = open();
        AutoCloseable unused = centre.watch("/other/odd", failing)) {
      next("[]");
      centre.put("/other/odd", "a", 0);
      next("[/other/odd=a]");
    }
    assertThat(told).isEmpty();
  }

  private void next(String expected) throws InterruptedException {
    assertThat(told.poll(6, SECONDS)).isEqualTo(expected);
  }

  private static ConfigCentre open() {
    Config config = Config.of(Map.of("config_address", etcd.endpoints()), Map.of());
    return ConfigCentre.open(config, Clock.system());
  }
}
