package shippy.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private static final List<SocketAddress> A = List.of(InetSocketAddress.createUnresolved("a", 1));
  private static final List<SocketAddress> B = List.of(InetSocketAddress.createUnresolved("b", 1));

  private final Candidates candidates = new Candidates();

  private void registered(List<List<SocketAddress>> addresses) {
    candidates.registered(addresses.stream().map(EquivalentAddressGroup::new).toList());
  }

  private static EquivalentAddressGroup listing(List<SocketAddress> address, String... endpoints) {
    MethodList list = new MethodList("s", Set.of(endpoints));
    return new EquivalentAddressGroup(
        address, Attributes.newBuilder().set(MethodList.KEY, list).build());
  }

  @Test
  void registered_ones_are_candidates_connected_or_not() {
    registered(List.of(A, B));
    candidates.connected(A);

    assertThat(candidates.disconnected(A)).as("leaves one less").isFalse();
    assertThat(candidates.all()).containsExactly(A, B);
  }

  @Test
  void vanished_one_stays_while_its_connection_holds() {
    registered(List.of(A, B));
    candidates.connected(A);
    registered(List.of(B));

    assertThat(candidates.all()).containsExactly(B, A);
    assertThat(candidates.disconnected(A)).as("leaves one less").isTrue();
    assertThat(candidates.all()).containsExactly(B);
  }

  @Test
  void vanished_one_without_a_connection_is_dropped_at_once() {
    registered(List.of(A, B));
    registered(List.of());

    assertThat(candidates.all()).isEmpty();
  }

  @Test
  void one_that_comes_back_to_the_registry_survives_the_end_of_its_connection() {
    registered(List.of(A));
    candidates.connected(A);
    registered(List.of());
    registered(List.of(A));

    assertThat(candidates.disconnected(A)).isFalse();
    assertThat(candidates.all()).containsExactly(A);
  }

  @Test
  void two_nodes_at_one_address_are_one_candidate() {
    registered(List.of(A, A));

    assertThat(candidates.all()).containsExactly(A);
  }

  @Test
  void methods_are_those_of_registered_and_of_connected_ones() {
    candidates.registered(List.of(listing(A, "S.Find"), listing(B, "S.Create")));
    candidates.connected(A);

    assertThat(candidates.methods().endpoints()).containsExactlyInAnyOrder("S.Find", "S.Create");
    candidates.registered(List.of(listing(B, "S.Create")));
    assertThat(candidates.methods().endpoints()).containsExactlyInAnyOrder("S.Find", "S.Create");
    candidates.disconnected(A);
    assertThat(candidates.methods().endpoints()).containsExactly("S.Create");
  }

  @Test
  void list_of_a_connected_one_changes_with_the_registry() {
    candidates.registered(List.of(listing(A, "S.Find")));
    candidates.connected(A);
    candidates.registered(List.of(listing(A, "S.Create")));

    assertThat(candidates.methods(A).endpoints()).containsExactly("S.Create");
  }

  @Test
  void one_that_does_not_tell_may_offer_anything() {
    candidates.registered(List.of(listing(A, "S.Find"), new EquivalentAddressGroup(B)));

    assertThat(candidates.methods().offers(Optional.of("S.Other"))).isTrue();
    assertThat(candidates.methods(A).offers(Optional.of("S.Other"))).isFalse();
  }
}
