package shippy.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private static final List<SocketAddress> A = List.of(InetSocketAddress.createUnresolved("a", 1));
  private static final List<SocketAddress> B = List.of(InetSocketAddress.createUnresolved("b", 1));

  private final Candidates candidates = new Candidates();

  @Test
  void registered_ones_are_candidates_connected_or_not() {
    candidates.registered(List.of(A, B));
    candidates.connected(A);

    assertThat(candidates.disconnected(A)).as("leaves one less").isFalse();
    assertThat(candidates.all()).containsExactly(A, B);
  }

  @Test
  void vanished_one_stays_while_its_connection_holds() {
    candidates.registered(List.of(A, B));
    candidates.connected(A);
    candidates.registered(List.of(B));

    assertThat(candidates.all()).containsExactly(B, A);
    assertThat(candidates.disconnected(A)).as("leaves one less").isTrue();
    assertThat(candidates.all()).containsExactly(B);
  }

  @Test
  void vanished_one_without_a_connection_is_dropped_at_once() {
    candidates.registered(List.of(A, B));
    candidates.registered(List.of());

    assertThat(candidates.all()).isEmpty();
  }

  @Test
  void one_that_comes_back_to_the_registry_survives_the_end_of_its_connection() {
    candidates.registered(List.of(A));
    candidates.connected(A);
    candidates.registered(List.of());
    candidates.registered(List.of(A));

    assertThat(candidates.disconnected(A)).isFalse();
    assertThat(candidates.all()).containsExactly(A);
  }

  @Test
  void two_nodes_at_one_address_are_one_candidate() {
    candidates.registered(List.of(A, A));

    assertThat(candidates.all()).containsExactly(A);
  }
}
