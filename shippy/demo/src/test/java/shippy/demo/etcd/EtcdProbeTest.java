package shippy.demo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import shippy.demo.etcd.EtcdProbe.Answer;

class EtcdProbeTest {
  private static final String STATUS =
      """
      {"header":{"cluster_id":"17237436991929493444","member_id":"%s","raft_term":"2"},\
      "version":"3.4.23","dbSize":"20480",%s"raftIndex":"8","raftTerm":"2"}""";

  @Test
  void leader_names_itself() {
    assertThat(Answer.parse(STATUS.formatted("93", "\"leader\":\"93\",")))
        .isEqualTo(new Answer(true, true));
  }

  @Test
  void follower_names_another() {
    assertThat(Answer.parse(STATUS.formatted("93", "\"leader\":\"94\",")))
        .isEqualTo(new Answer(false, true));
  }

  @Test
  void without_a_leader_the_field_is_missing_or_zero() {
    assertThat(Answer.parse(STATUS.formatted("93", ""))).isEqualTo(new Answer(false, false));
    assertThat(Answer.parse(STATUS.formatted("93", "\"leader\":\"0\",")).hasLeader()).isFalse();
  }

  @Test
  void nobody_there_is_no_answer() {
    assertThat(new EtcdProbe().ask(1)).isEmpty();
  }
}
