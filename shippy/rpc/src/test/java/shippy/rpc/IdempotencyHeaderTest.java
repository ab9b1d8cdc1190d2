package shippy.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.client.Client;
import shippy.platform.Headers;
import shippy.platform.Platform;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.service.IdempotencyKey;
import shippy.service.RunningService;
import shippy.service.Service;

class IdempotencyHeaderTest {
  private static final InProcessServices FLEET = new InProcessServices();
  private static final Keys KEYS = new Keys();
  private static VesselServiceBlockingStub stub;

  /** Notes the key of each call. */
  private static final class Keys extends VesselServiceImplBase {
    final List<Optional<String>> seen = new CopyOnWriteArrayList<>();
    final AtomicInteger refusals = new AtomicInteger();

    /** Declared IDEMPOTENT. */
    @Override
    public void create(Vessel request, StreamObserver<Response> caller) {
      answer(caller);
    }

    /** Declared NO_SIDE_EFFECTS. */
    @Override
    public void findAvailable(Specification request, StreamObserver<Response> caller) {
      answer(caller);
    }

    private void answer(StreamObserver<Response> caller) {
      seen.add(IdempotencyKey.current());
      if (refusals.getAndDecrement() > 0) {
        caller.onError(Status.UNAVAILABLE.asRuntimeException());
      } else {
        caller.onNext(Response.getDefaultInstance());
        caller.onCompleted();
      }
    }
  }

  @BeforeAll
  static void start() {
    Platform platform = FLEET.keep(Platform.on(FLEET.registry, InProcessServices.config()));
    RunningService service =
        FLEET.keep(
            Service.named(InProcessServices.NAME)
                .handler(KEYS)
                .grace(Duration.ZERO)
                .start(platform));
    InProcessServices.ready(service);
    Client client = FLEET.keep(Client.of(platform));
    stub = VesselServiceGrpc.newBlockingStub(client.channel(InProcessServices.NAME));
  }

  @BeforeEach
  void forget() {
    KEYS.seen.clear();
  }

  @AfterAll
  static void close() throws Exception {
    FLEET.close();
  }

  private static void create() {
    assertThat(stub.create(Vessel.getDefaultInstance())).isNotNull();
  }

  private static void create(String key) {
    Metadata headers = new Metadata();
    headers.put(Headers.IDEMPOTENCY_KEY, key);
    ClientInterceptor adding = MetadataUtils.newAttachHeadersInterceptor(headers);
    assertThat(stub.withInterceptors(adding).create(Vessel.getDefaultInstance())).isNotNull();
  }

  @Test
  void each_call_of_an_idempotent_method_has_a_key_which_its_repeats_share() {
    KEYS.refusals.set(2);

    create();
    create();

    assertThat(KEYS.seen).hasSize(4).doesNotContain(Optional.empty());
    assertThat(KEYS.seen.subList(0, 3)).containsOnly(KEYS.seen.get(0));
    assertThat(KEYS.seen.get(3)).isNotEqualTo(KEYS.seen.get(0));
  }

  @Test
  void call_without_side_effects_has_none() {
    assertThat(stub.findAvailable(Specification.getDefaultInstance())).isNotNull();

    assertThat(KEYS.seen).containsExactly(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {"mine,mine", "\"quoted\",quoted", "\",\""})
  void key_of_the_caller_is_kept_and_loses_its_quotes(String sent, String seen) {
    create(sent);

    assertThat(KEYS.seen).containsExactly(Optional.of(seen));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"\"", "two words"})
  void malformed_key_is_refused_by_its_name(String sent) {
    assertRefused(sent);
  }

  @Test
  void key_has_at_most_128_characters() {
    create("x".repeat(128));
    assertThat(KEYS.seen).hasSize(1);

    assertRefused("x".repeat(129));
  }

  private static void assertRefused(String key) {
    int before = KEYS.seen.size();
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> create(key));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.getStatus().getDescription())
        .startsWith("idempotency-key: \"")
        .endsWith("(expected: 1 to 128 visible ASCII characters)");
    assertThat(KEYS.seen).hasSize(before);
  }
}
