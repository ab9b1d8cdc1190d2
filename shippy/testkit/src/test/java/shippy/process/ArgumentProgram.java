package shippy.process;

import java.util.concurrent.CountDownLatch;

/** A program that does what it is told by its arguments, one after the other. */
final class ArgumentProgram {
  private ArgumentProgram() {}

  public static void main(String... args) throws InterruptedException {
    for (String arg : args) {
      String value = arg.replaceFirst("^--\\w+=?", "");
      switch (arg.replaceFirst("=.*", "")) {
        case "--out" -> System.out.println(value);
        case "--err" -> System.err.println(value);
        case "--id" -> System.out.println("id " + System.getenv("MICRO_SERVER_ID"));
        case "--heap" -> System.out.println("heap " + Runtime.getRuntime().maxMemory());
        case "--cpus" -> System.out.println("cpus " + Runtime.getRuntime().availableProcessors());
        case "--deep" -> fillStack(Long.parseLong(value) << 20);
        case "--exit" -> System.exit(Integer.parseInt(value));
        case "--wait" -> new CountDownLatch(1).await();
        default -> throw new IllegalArgumentException(arg);
      }
    }
  }

  /** Takes memory that is not of the heap. */
  private static void fillStack(long bytes) throws InterruptedException {
    Thread deep = new Thread(null, () -> recurse(0), "deep", bytes);
    deep.start();
    deep.join();
  }

  private static int recurse(int depth) {
    return depth == Integer.MAX_VALUE ? depth : 1 + recurse(depth + 1);
  }
}
