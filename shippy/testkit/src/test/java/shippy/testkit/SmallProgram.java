package shippy.testkit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** A program with the habits that a harness must cope with, chosen by the first argument. */
final class SmallProgram {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private SmallProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "echo" -> echo(args[1]);
      case "env" -> printEnvironment();
      case "cat" -> System.in.transferTo(System.out);
      case "flood" -> flood(Integer.parseInt(args[1]));
      case "ignore-stdin" -> OUT.println("not reading");
      case "exit" -> System.exit(Integer.parseInt(args[1]));
      case "serve" -> serve();
      case "parent" -> parent();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void echo(String text) {
    OUT.println("out " + text);
    System.err.println("err " + text);
  }

  private static void printEnvironment() {
    Map<String, String> sorted = new TreeMap<>(System.getenv());
    sorted.forEach((name, value) -> OUT.println(name + "=" + value));
    OUT.println("cwd=" + System.getProperty("user.dir"));
  }

  private static void flood(int lines) {
    for (int i = 0; i < lines; i++) {
      OUT.println("out %080d".formatted(i));
      System.err.println("err %080d".formatted(i));
    }
  }

  private static void serve() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> OUT.println("stopping")));
    OUT.println("listening on port 4711");
    new CountDownLatch(1).await();
  }

  private static void parent() throws IOException, InterruptedException {
    Process child = new ProcessBuilder("sleep", "600").inheritIO().start();
    OUT.println("child " + child.pid());
    child.waitFor();
  }
}
