package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceImplBase;
import shippy.service.IdempotencyKey;

/** Which key a service sees for a request over HTTP. */
class IdempotencyKeyHeaderTest {
  private static final String CREATE = "POST /shippy.service.consignment/CreateConsignment";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final GatewayFixture GATEWAY = new GatewayFixture(HandlerKind.META, false);
  private static final List<Optional<String>> SEEN = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    GATEWAY.start(
        GatewayFixture.SHIPPING,
        new ShippingServiceImplBase() {
          @Override
          public void createConsignment(Consignment request, StreamObserver<Response> caller) {
            SEEN.add(IdempotencyKey.current());
            caller.onNext(Response.getDefaultInstance());
            caller.onCompleted();
          }
        });
  }

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  @AfterAll
  static void close() {
    GATEWAY.close();
  }

  private static RawConnection.Response create(String header) throws IOException {
    return GATEWAY.send(CREATE, JSON + header, "{}");
  }

  @Test
  void key_of_a_request_is_that_of_its_call() throws IOException {
    assertThat(create("Idempotency-Key: \"mine\"\r\n").status()).isEqualTo(200);
    assertThat(create("idempotency-key: mine\r\n").status()).isEqualTo(200);

    assertThat(SEEN).containsExactly(Optional.of("mine"), Optional.of("mine"));
  }

  @Test
  void request_without_one_gets_its_own() throws IOException {
    assertThat(create("").status()).isEqualTo(200);
    assertThat(create("").status()).isEqualTo(200);

    assertThat(SEEN).doesNotHaveDuplicates().doesNotContain(Optional.empty()).hasSize(2);
  }

  @Test
  void malformed_key_is_refused_by_its_name() throws IOException {
    RawConnection.Response refused = create("Idempotency-Key: two words\r\n");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("idempotency-key: \\\"two words\\\" (expected: 1 to 128");
    assertThat(SEEN).isEmpty();
  }
}
