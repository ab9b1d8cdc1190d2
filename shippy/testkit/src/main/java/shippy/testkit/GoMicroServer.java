package shippy.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.registry.Endpoint;
import shippy.registry.Endpoint.Value;
import shippy.registry.HostPort;
import shippy.registry.Node;

/**
 * The vessel service of the tutorial on loopback, as go-micro serves it: any name before the
 * service, protobuf and JSON, errors as JSON, neither health nor reflection nor {@code Debug}. A
 * capacity below zero asks for an error.
 */
public final class GoMicroServer extends HandlerRegistry implements AutoCloseable {
  private static final Metadata.Key<String> CONTENT_TYPE =
      Metadata.Key.of("content-type", Metadata.ASCII_STRING_MARSHALLER);
  private static final Set<String> FIELDS =
      Set.of("available", "capacity", "max_weight", "maxWeight");

  private static final Value TRUTH = new Value("available", "bool", List.of());

  /** How many calls came that it answers well. */
  public final AtomicInteger calls = new AtomicInteger();

  /** The paths and content types of all calls. */
  public final Queue<String> asked = new ConcurrentLinkedQueue<>();

  private final Server server;

  /** The server at an IP address of this host. */
  public GoMicroServer(String host) {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(host, 0))
              .fallbackHandlerRegistry(this)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public GoMicroServer() {
    this("127.0.0.1");
  }

  /** As go-micro v4 registers it. */
  public Node node(String service, String id) {
    return node(service, id, "latest");
  }

  /** The same with a version. */
  public Node node(String service, String id, String version) {
    InetSocketAddress at = (InetSocketAddress) server.getListenSockets().get(0);
    String address = new HostPort(at.getAddress().getHostAddress(), at.getPort()).toString();
    return new Node(service, id, version, address, Map.of("protocol", "grpc"), endpoints());
  }

  /** As its generated code describes them. */
  public static List<Endpoint> endpoints() {
    Value specification = message("Specification", leaf("capacity"), leaf("max_weight"));
    Value vessel = new Value("vessel", "Vessel", List.of(text("id"), leaf("capacity")));
    Value vessels = new Value("vessels", "[]Vessel", List.of());
    Value response = message("Response", vessel, vessels, new Value("created", "bool", List.of()));
    Value ship =
        message("Vessel", text("id"), leaf("capacity"), leaf("max_weight"), text("name"), TRUTH);
    return List.of(
        new Endpoint("VesselService.Create", ship, response, Map.of()),
        new Endpoint("VesselService.FindAvailable", specification, response, Map.of()),
        new Endpoint("VesselService.Track", specification, response, Map.of("stream", "true")));
  }

  private static Value message(String name, Value... fields) {
    return new Value(name, name, List.of(fields));
  }

  private static Value leaf(String name) {
    return new Value(name, "int32", List.of());
  }

  private static Value text(String name) {
    return new Value(name, "string", List.of());
  }

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String path, String authority) {
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(path)
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    return ServerMethodDefinition.create(method, handler(path.replaceFirst(".*[./](.*/)", "$1")));
  }

  private ServerCallHandler<byte[], byte[]> handler(String method) {
    return (call, headers) -> {
      boolean json = "application/grpc+json".equals(headers.get(CONTENT_TYPE));
      asked.add(call.getMethodDescriptor().getFullMethodName() + " " + headers.get(CONTENT_TYPE));
      call.request(2);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(byte[] request) {
          Status status = answer(method, request, json, call);
          if (status.isOk()) {
            calls.incrementAndGet();
          }
          call.close(status, new Metadata());
        }
      };
    };
  }

  private static Status answer(
      String method, byte[] request, boolean json, ServerCall<byte[], byte[]> call) {
    int answers = Map.of("VesselService/Track", 2).getOrDefault(method, 1);
    if (!Set.of("VesselService/FindAvailable", "VesselService/Create", "VesselService/Track")
        .contains(method)) {
      String service = method.substring(0, method.indexOf('/'));
      return Status.UNIMPLEMENTED.withDescription("unknown service " + service);
    }
    try {
      int capacity = json ? capacityOfJson(request) : capacity(method, request);
      if (capacity < 0) {
        return failure(capacity);
      }
      call.sendHeaders(new Metadata());
      for (int i = 0; i < answers; i++) {
        call.sendMessage(response(capacity + i, json));
      }
      return Status.OK;
    } catch (InvalidProtocolBufferException | IllegalStateException e) {
      return Status.INTERNAL.withDescription("grpc: error unmarshalling request: " + e);
    }
  }

  private static int capacity(String method, byte[] request) throws InvalidProtocolBufferException {
    return method.endsWith("/Create")
        ? Vessel.parseFrom(request).getCapacity()
        : Specification.parseFrom(request).getCapacity();
  }

  private static int capacityOfJson(byte[] request) {
    JsonObject json = JsonParser.parseString(new String(request, UTF_8)).getAsJsonObject();
    json.keySet().stream()
        .filter(name -> !FIELDS.contains(name))
        .forEach(
            name -> {
              throw new IllegalStateException("unknown field \"" + name + "\"");
            });
    if (json.has("available") && !json.getAsJsonPrimitive("available").isBoolean()) {
      throw new IllegalStateException("cannot unmarshal string into Go value of type bool");
    }
    return json.has("capacity") ? json.get("capacity").getAsInt() : 0;
  }

  /** By the errors that go-micro's servers send: its own with their codes, others as they are. */
  private static Status failure(int capacity) {
    String json = "{\"id\":\"%s\",\"code\":%d,\"detail\":\"as asked\",\"status\":\"%s\"}";
    return switch (capacity) {
      case -400 ->
          Status.INVALID_ARGUMENT.withDescription(json.formatted("go.other", 400, "Bad Request"));
      case -404 -> Status.NOT_FOUND.withDescription(json.formatted("go.vessel", 404, "Not Found"));
      case -412 -> Status.FAILED_PRECONDITION.withDescription(json.formatted("", 412, ""));
      case -503 -> Status.UNAVAILABLE.withDescription(json.formatted("", 503, "x"));
      case -2 -> Status.UNKNOWN.withDescription("{\"code\":\"2\"}");
      default -> Status.UNKNOWN.withDescription("plain");
    };
  }

  private static byte[] response(int capacity, boolean json) {
    return json
        ? "{\"vessel\":{\"id\":\"go\",\"capacity\":%d},\"vessels\":[],\"created\":true}"
            .formatted(capacity)
            .getBytes(UTF_8)
        : Response.newBuilder()
            .setVessel(Vessel.newBuilder().setId("go").setCapacity(capacity))
            .setCreated(true)
            .build()
            .toByteArray();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
