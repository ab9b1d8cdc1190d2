package shippy.registry.etcd.format;

import io.etcd.jetcd.ByteSequence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import shippy.registry.Endpoint;
import shippy.registry.Node;

/** A node with seven endpoints, to etcd and back. */
@State(Scope.Benchmark)
public class RegistryCodecBenchmark {
  private final Node node =
      new Node(
          "shippy.service.vessel",
          "shippy.service.vessel-4711",
          "latest",
          "127.0.0.1:50051",
          Map.of("protocol", "grpc", "transport", "grpc", "registry", "etcd"),
          IntStream.range(0, 7).mapToObj(RegistryCodecBenchmark::endpoint).toList());

  private final String text = NodeCodec.encode(node).toString(StandardCharsets.UTF_8);

  private static Endpoint endpoint(int number) {
    Endpoint.Value field = new Endpoint.Value("id", "string", List.of());
    Endpoint.Value message = new Endpoint.Value("Message", "Message", List.of(field, field, field));
    return new Endpoint("VesselService.Method" + number, message, message, Map.of());
  }

  @Benchmark
  public ByteSequence encode() {
    return NodeCodec.encode(node);
  }

  @Benchmark
  public List<Node> decode() throws IOException {
    return NodeCodec.decode(text, refused -> {});
  }
}
