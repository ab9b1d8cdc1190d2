package shippy.tool.config;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import shippy.client.CallFailures;
import shippy.client.Client;
import shippy.problem.Problem;
import shippy.proto.debug.ConfigRequest;
import shippy.proto.debug.ConfigResponse;
import shippy.proto.debug.DebugGrpc;
import shippy.proto.debug.Setting;
import shippy.registry.Node;

/**
 * What an instance says of one of its settings.
 *
 * @param setting empty if it does not have it, or did not answer
 * @param problem why a change has no effect on it; empty if all is well
 * @param silence why it did not answer; empty if it did
 */
record InstanceSetting(Node node, Optional<Setting> setting, String problem, String silence) {
  private static final long LIMIT_SECONDS = 2;

  InstanceSetting {
    requireNonNull(node, "node");
    requireNonNull(setting, "setting");
    requireNonNull(problem, "problem");
    requireNonNull(silence, "silence");
  }

  private record Asked(Node node, Future<ConfigResponse> answer) {}

  /** Asks all of them at once, each at its own address. The order stays. */
  static List<InstanceSetting> ask(List<Node> nodes, Client client, String name) {
    List<Asked> asked =
        nodes.stream()
            .map(
                node ->
                    new Asked(
                        node,
                        DebugGrpc.newFutureStub(client.direct(node))
                            .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
                            .config(ConfigRequest.getDefaultInstance())))
            .toList();
    return asked.stream().map(one -> await(one, name)).toList();
  }

  private static InstanceSetting await(Asked asked, String name) {
    try {
      ConfigResponse said = asked.answer().get();
      Optional<Setting> setting =
          said.getSettingsList().stream().filter(one -> one.getName().equals(name)).findFirst();
      return new InstanceSetting(asked.node(), setting, said.getProblem(), "");
    } catch (ExecutionException e) {
      Throwable cause = requireNonNullElse(e.getCause(), e);
      boolean unable = Status.fromThrowable(cause).getCode() == Status.Code.UNIMPLEMENTED;
      String why = unable ? "does not tell its settings" : CallFailures.problem(cause).what();
      return new InstanceSetting(asked.node(), Optional.empty(), "", why);
    } catch (InterruptedException e) {
      throw Problem.interrupted("asking " + asked.node().id(), e);
    }
  }

  boolean answers() {
    return silence.isEmpty();
  }

  /** In effect; {@code -} if it has none. */
  String value() {
    return setting.map(Setting::getValue).filter(text -> !text.isEmpty()).orElse("-");
  }

  /** Whether most of the instances of its service have another value, or none has a majority. */
  boolean differs(List<InstanceSetting> all) {
    Map<String, Long> values =
        all.stream()
            .filter(other -> other.answers() && other.node.service().equals(node.service()))
            .collect(groupingBy(InstanceSetting::value, counting()));
    long total = values.values().stream().mapToLong(count -> count).sum();
    return answers() && values.size() > 1 && 2 * values.getOrDefault(value(), 0L) <= total;
  }
}
