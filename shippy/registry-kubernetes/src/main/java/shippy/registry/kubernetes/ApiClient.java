package shippy.registry.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import shippy.clock.DaemonThreads;
import shippy.registry.Discovery;

/** Asks the API server, over HTTP/1.1, by which a silent connection is given up. Thread-safe. */
final class ApiClient implements AutoCloseable {
  /** Of one request; watches have none. */
  static final Duration LIMIT = Duration.ofSeconds(4);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final String OBJECTS = "/apis/discovery.k8s.io/v1/namespaces/%s/";
  private static final int OK = 200;
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("shippy-kubernetes"));
  private final ClusterAccess access;
  private final KubernetesProblems problems;
  private final HttpClient http;
  private volatile Optional<String> token = Optional.empty();

  /** Does not connect yet. */
  ApiClient(ClusterAccess access) {
    this.access = access;
    this.problems = new KubernetesProblems(access);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .executor(threads);
    access.tls().ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /** An answer that is no list of slices, and what the server says of it. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    final int status;

    Refusal(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  /**
   * Lists slices of the namespace. Never blocks; fails with a {@link
   * shippy.registry.RegistryException}.
   *
   * @param operation completes "cannot …"
   */
  <R> CompletableFuture<R> list(String operation, String path, Function<Unstructured, R> read) {
    return send(OBJECTS.formatted(access.namespace()) + path)
        .thenApply(ApiClient::slices)
        .thenApply(read)
        .exceptionallyCompose(
            error -> CompletableFuture.failedFuture(problems.of(operation, error)));
  }

  /** Fails if the namespace does not exist; completes if that cannot be told. */
  CompletableFuture<Void> requireNamespace() {
    return send("/api/v1/namespaces/" + access.namespace())
        .handle(
            (answer, error) -> {
              if (error == null && answer.statusCode() == 404) {
                throw problems.noNamespace();
              }
              return null;
            });
  }

  private CompletableFuture<HttpResponse<String>> send(String path) {
    return CompletableFuture.supplyAsync(this::login, threads).thenCompose(login -> limited(path));
  }

  /** The limit of a request ends with the head of its answer, so the body has one here. */
  private CompletableFuture<HttpResponse<String>> limited(String path) {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request(path).timeout(LIMIT).build(), BodyHandlers.ofString());
    return answer
        .copy()
        .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((done, error) -> answer.cancel(true));
  }

  private Optional<String> login() {
    Optional<String> fresh = access.token().get();
    if (fresh.isPresent() && !TOKEN.matcher(fresh.get()).matches()) {
      throw problems.unusableToken();
    }
    token = fresh;
    return token;
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(access.server() + path))
            .header("Accept", "application/json");
    token.ifPresent(known -> request.header("Authorization", "Bearer " + known));
    return request;
  }

  private static Unstructured slices(HttpResponse<String> answer) {
    Unstructured body;
    try {
      body = Unstructured.json(answer.body());
    } catch (IOException e) {
      body = new Unstructured(null);
    }
    if (!body.at("kind").is("EndpointSliceList")) {
      throw new Refusal(answer.statusCode(), body.at("message").text().orElse("no explanation"));
    }
    return body;
  }

  /**
   * Reports each line of a watch, and its end. Uses the token of the request before: it follows a
   * listing.
   */
  Discovery.Watch watch(String path, Consumer<String> line, Runnable ended) {
    LineSubscriber lines = new LineSubscriber(line);
    CompletableFuture<?> answer =
        http.sendAsync(
                request(OBJECTS.formatted(access.namespace()) + path).build(),
                head ->
                    head.statusCode() == OK
                        ? BodySubscribers.fromLineSubscriber(lines)
                        : BodySubscribers.replacing(null))
            .whenComplete((end, error) -> ended.run());
    return () -> {
      lines.cancel();
      answer.cancel(true);
    };
  }

  /** Takes what comes until it is cancelled. */
  private static final class LineSubscriber implements Flow.Subscriber<String> {
    private final Consumer<String> line;
    private Flow.@Nullable Subscription subscription;
    private boolean cancelled;

    LineSubscriber(Consumer<String> line) {
      this.line = line;
    }

    synchronized void cancel() {
      cancelled = true;
      if (subscription != null) {
        subscription.cancel();
      }
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription started) {
      subscription = started;
      if (cancelled) {
        started.cancel();
      } else {
        started.request(Long.MAX_VALUE);
      }
    }

    @Override
    public void onNext(String next) {
      line.accept(next);
    }

    @Override
    public void onError(Throwable error) {
      // The future of the request tells it.
    }

    @Override
    public void onComplete() {
      // The same.
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
