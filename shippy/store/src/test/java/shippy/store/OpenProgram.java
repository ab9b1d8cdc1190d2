package shippy.store;

import java.util.List;
import java.util.Map;
import shippy.config.Config;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;

/** Opens the store in the directory that is its argument, and says how that went. */
final class OpenProgram {
  private OpenProgram() {}

  public static void main(String[] args) {
    Config config = Config.of(Map.of("data_dir", args[0]), Map.of());
    try (Store store = Store.open(config, new Schema("test", List.of())).orElseThrow()) {
      System.out.println("opened");
    } catch (ProblemException e) {
      System.err.print(ProblemText.render(e.problem()));
    }
  }
}
