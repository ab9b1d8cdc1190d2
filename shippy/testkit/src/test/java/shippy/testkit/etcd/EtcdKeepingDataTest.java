package shippy.testkit.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("etcd")
class EtcdKeepingDataTest {
  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1).keepingData();

  @RepeatedTest(2)
  void test_finds_what_the_ones_before_it_stored(RepetitionInfo test) {
    etcd.etcdctl("put", "k" + test.getCurrentRepetition(), "v");
    assertThat(etcd.etcdctl("get", "", "--prefix", "--print-value-only").lines())
        .hasSize(test.getCurrentRepetition());
  }
}
